import { type LeaseDependencies, takeLease } from '../lease/take-lease.ts';
import type { IndexedItem, ItemIndex } from '../ports/item-index.ts';
import { leaseKey } from './sweep-lease.ts';
import { type PageSweep, type SweepPageDependencies, sweepPage } from './sweep-page.ts';

/** What sweeping a shard works with. */
export interface SweepShardDependencies extends SweepPageDependencies, LeaseDependencies {
  readonly items: SweepPageDependencies['items'];
  readonly index: ItemIndex;
  /** Seconds that a message may wait for the relay. */
  readonly graceSeconds: number;
}

/** Which shard, how long, and what earlier shards of the run have shown. */
export interface ShardRun {
  readonly shard: string;
  /** No further items are read from then on, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly heldKeys: Set<string>;
}

/** What became of a shard: another is at work there, or these pages were swept. */
export type ShardSweep =
  | { readonly kind: 'taken' }
  | { readonly kind: 'swept'; readonly pages: readonly PageSweep[]; readonly finished: boolean };

/** Items read and published together; few enough that their publishing fits a lease many times over. */
export const itemsAtOnce = 25;

/** Sweeps one shard page by page; a shard in which nothing waits costs one query and no lease. */
export async function sweepShard(dependencies: SweepShardDependencies, run: ShardRun): Promise<ShardSweep> {
  const { clock, graceSeconds, index } = dependencies;
  const before = clock.now() - graceSeconds * 1000;
  const next = (after?: IndexedItem): Promise<readonly IndexedItem[]> =>
    index.find(run.shard, { before, limit: itemsAtOnce, ...(after === undefined ? {} : { after }) });

  let found = await next();
  const pages: PageSweep[] = [];
  if (found.length === 0) {
    return { kind: 'swept', pages, finished: true };
  }
  const lease = await takeLease(dependencies, leaseKey(run.shard));
  if (lease === undefined) {
    return { kind: 'taken' };
  }
  try {
    while (found.length > 0 && clock.now() < run.deadline) {
      const upTo = ageReached(found, before);
      const page = await sweepPage(dependencies, { found, upTo, lease, heldKeys: run.heldKeys });
      pages.push(page);
      if (page.lost) {
        return { kind: 'swept', pages, finished: false };
      }
      // Behind the last one, not from the start again: what cannot be published must not hide what lies behind it.
      found = isFull(found) ? await next(found.at(-1)) : [];
    }
  } finally {
    await lease.release();
  }
  return { kind: 'swept', pages, finished: found.length === 0 };
}

function isFull(found: readonly IndexedItem[]): boolean {
  return found.length === itemsAtOnce;
}

/** Items are found by age: up to that of the last one, none that matters is still to come. */
function ageReached(found: readonly IndexedItem[], before: number): number {
  return isFull(found) ? (found.at(-1)?.at ?? before) : before;
}
