import { breakerPartition } from '../../contracts/breaker-partition.ts';
import type { Item, ItemKey, ItemStore } from '../ports/item-store.ts';
import { revisionOf, unchangedSince } from './breaker-item.ts';

/** What a guard remembers of a source: whether it was a guard that paused it, and whether one is at work on it. */
export interface PauseRecord {
  /** Written before the source is paused and cleared after it is resumed: whatever is paused without it, an operator paused. */
  readonly pausedByGuard: boolean;
  /** Until when one guard alone may change the source, in milliseconds since the epoch. */
  readonly leaseUntil: number;
  readonly revision: number;
}

/** Where the pause record of a queue lives: beside its breaker, so that one query reads both. */
export function pauseKey(queue: string): ItemKey {
  return { partition: breakerPartition(queue), sort: 'pause' };
}

/** The record in an item; without one nobody has paused anything. */
export function pauseRecordOf(item: Item | undefined): PauseRecord {
  const { pausedByGuard, leaseUntil } = item?.attributes ?? {};
  return {
    pausedByGuard: pausedByGuard === true,
    leaseUntil: typeof leaseUntil === 'number' ? leaseUntil : 0,
    revision: revisionOf(item),
  };
}

/** Replaces the record unless it has changed since `before` was read; undefined when it has. */
export async function replacePauseRecord(
  { items, queue }: { readonly items: Pick<ItemStore, 'write'>; readonly queue: string },
  before: PauseRecord,
  change: Partial<Omit<PauseRecord, 'revision'>>,
): Promise<PauseRecord | undefined> {
  const after = { ...before, ...change, revision: before.revision + 1 };
  const when = [unchangedSince(before.revision)];
  const { ok } = await items.write({ kind: 'put', key: pauseKey(queue), attributes: { ...after }, when });
  return ok ? after : undefined;
}
