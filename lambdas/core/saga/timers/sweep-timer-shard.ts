import { type LeaseDependencies, takeLease } from '../../lease/take-lease.ts';
import { publishOutbox } from '../../outbox/publish-outbox.ts';
import { leaseKey } from '../../outbox/sweep-lease.ts';
import type { IndexedItem, ItemIndex } from '../../ports/item-index.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import type { Publisher } from '../../ports/publisher.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { type DueTimer, dueTimers, movedOn } from './due-timers.ts';
import { type TimerMessageDependencies, timerMessage } from './timer-message.ts';

/** What sweeping a shard works with. */
export interface TimerShardDependencies extends LeaseDependencies, TimerMessageDependencies {
  readonly items: Pick<ItemStore, 'get' | 'write'>;
  /** The index of what is due. */
  readonly index: ItemIndex;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  /** Seconds that a timer may be over before it is reported. */
  readonly graceSeconds: number;
}

/** Which shard, and how long. */
export interface TimerShardRun {
  readonly shard: string;
  /** No further items are read from then on, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** What became of a shard: another is at work there, or these timers were reported. */
export type TimerShardSweep =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'swept';
      readonly timers: number;
      readonly sent: number;
      /** When the first of them ran out, in milliseconds since the epoch; undefined when there was none. */
      readonly oldest: number | undefined;
      readonly finished: boolean;
    };

/** Sagas read and told together; few enough that it fits a lease many times over. */
export const sagasAtOnce = 25;

/**
 * Reports the timers of one shard that have run out, page by page; a shard in which none has costs one query and no
 * lease.
 *
 * The lease only spares double work: whoever comes late sends what its id shows as a duplicate.
 */
export async function sweepTimerShard(
  dependencies: TimerShardDependencies,
  { shard, deadline }: TimerShardRun,
): Promise<TimerShardSweep> {
  const { clock, index, graceSeconds } = dependencies;
  const before = clock.now() - graceSeconds * 1000;
  const next = (after?: IndexedItem): Promise<readonly IndexedItem[]> =>
    index.find(shard, { before, limit: sagasAtOnce, ...(after === undefined ? {} : { after }) });
  const total: Told = { timers: 0, sent: 0, oldest: undefined };

  let found = await next();
  if (found.length === 0) {
    return { kind: 'swept', ...total, finished: true };
  }
  const lease = await takeLease(dependencies, leaseKey(shard));
  if (lease === undefined) {
    return { kind: 'taken' };
  }
  try {
    let isMine = true;
    while (found.length > 0 && isMine && clock.now() < deadline) {
      add(total, await tell(dependencies, found, before));
      found = found.length < sagasAtOnce ? [] : await next(found.at(-1));
      isMine = found.length === 0 || (await lease.renew());
    }
  } finally {
    await lease.release();
  }
  return { kind: 'swept', ...total, finished: found.length === 0 };
}

interface Told {
  timers: number;
  sent: number;
  oldest: number | undefined;
}

async function tell(
  dependencies: TimerShardDependencies,
  found: readonly IndexedItem[],
  before: number,
): Promise<Told> {
  const timers = (await Promise.all(found.map(({ key }) => timersAt(dependencies, key, before)))).flat();
  if (timers.length === 0) {
    return { timers: 0, sent: 0, oldest: undefined };
  }
  const refused = await publishOutbox(
    dependencies,
    timers.map((timer) => timerMessage(dependencies, timer)),
  );
  const oldest = Math.min(...timers.map(({ dueAt }) => dueAt));
  return { timers: timers.length, sent: timers.length - refused.size, oldest };
}

/** The index may be late, so what has run out is what the item says; one that cannot be read hides no other. */
async function timersAt(
  { items, telemetry }: TimerShardDependencies,
  key: IndexedItem['key'],
  before: number,
): Promise<readonly DueTimer[]> {
  const item = await items.get(key);
  try {
    const timers = item === undefined ? [] : dueTimers(item, before);
    const move = item === undefined || timers.length > 0 ? undefined : movedOn(item, before);
    if (move !== undefined) {
      // Refused when the saga has moved on meanwhile, and with it its place.
      await items.write(move);
    }
    return timers;
  } catch (cause) {
    telemetry.error('timers of a saga not read', { partition: key.partition }, cause);
    return [];
  }
}

function add(total: Told, page: Told): void {
  total.timers += page.timers;
  total.sent += page.sent;
  total.oldest = Math.min(total.oldest ?? Infinity, page.oldest ?? Infinity);
}
