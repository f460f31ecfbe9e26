import { breakerPartition } from '../../contracts/breaker-partition.ts';
import type { BreakerPolicy } from '../../contracts/definition/circuit-breaker.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { SourceControl } from '../ports/source-control.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type BreakerState, breakerAt, freshBreaker } from './breaker.ts';
import { breakerKey, breakerOf } from './breaker-item.ts';
import { type PauseRecord, pauseKey, pauseRecordOf, replacePauseRecord } from './pause-record.ts';

/** What guarding a source works with. */
export interface GuardSourceDependencies {
  readonly items: Pick<ItemStore, 'query' | 'write'>;
  readonly control: SourceControl;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly policy: BreakerPolicy;
  /** Seconds for which one guard has a source to itself; must outlast a guard's run. */
  readonly leaseSeconds: number;
}

/** What a look at a source found, and made of it. */
export interface GuardedSource {
  readonly state: BreakerState;
  /** Whether a guard keeps it paused. */
  readonly paused: boolean;
}

/**
 * Brings one source into the state that its breaker asks for, judged by what is, not by what changed: a guard that died
 * half-way is repaired by the next look.
 *
 * A source whose breaker was never written costs one query, and so does every healthy one. The intention is recorded
 * before the source is touched, under a lease and bound to what was read, so that of two guards one acts. Only what a
 * guard has paused is resumed.
 *
 * Throws as the store and the source control do; what was begun is then left to the next look.
 */
export async function guardSource(dependencies: GuardSourceDependencies, queue: string): Promise<GuardedSource> {
  const { items, clock, policy } = dependencies;
  const stored = await items.query({ partition: breakerPartition(queue) });
  const now = clock.now();
  const breaker = breakerOf(stored.find(({ key }) => key.sort === breakerKey(queue).sort));
  const record = pauseRecordOf(stored.find(({ key }) => key.sort === pauseKey(queue).sort));
  const { state } = breakerAt(breaker ?? freshBreaker(now, policy), now, policy);
  const change = await changeFor(dependencies, queue, { state, pausedByGuard: record.pausedByGuard });
  if (change === undefined || record.leaseUntil > now) {
    return { state, paused: record.pausedByGuard };
  }
  const changed = await changeUnderLease(dependencies, { queue, record, change });
  return { state, paused: changed ? change === 'pause' : record.pausedByGuard };
}

type Change = 'pause' | 'resume';

async function changeFor(
  { control }: GuardSourceDependencies,
  queue: string,
  { state, pausedByGuard }: { readonly state: BreakerState; readonly pausedByGuard: boolean },
): Promise<Change | undefined> {
  if (state !== 'open') {
    return pausedByGuard ? 'resume' : undefined;
  }
  return (await control.paused(queue)) ? undefined : 'pause';
}

async function changeUnderLease(
  dependencies: GuardSourceDependencies,
  { queue, record, change }: { readonly queue: string; readonly record: PauseRecord; readonly change: Change },
): Promise<boolean> {
  const { items, control, clock, telemetry, leaseSeconds } = dependencies;
  const place = { items, queue };
  const leaseUntil = clock.now() + leaseSeconds * 1000;
  const leased = await replacePauseRecord(place, record, { pausedByGuard: true, leaseUntil });
  if (leased === undefined) {
    return false;
  }
  let paused = true;
  try {
    await control[change](queue);
    paused = change === 'pause';
    telemetry.warn(paused ? 'source paused' : 'source resumed', { queue });
  } finally {
    await replacePauseRecord(place, leased, { pausedByGuard: paused, leaseUntil: 0 });
  }
  return true;
}
