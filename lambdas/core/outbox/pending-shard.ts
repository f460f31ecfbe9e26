import type { SparseIndex } from '../ports/item-index.ts';
import { fnv1a } from '../text/fnv1a.ts';

/** The attributes that put an item into the index of what is committed but not yet published; absent in all others. */
export const pendingAttributes = { shard: 'pendingShard', since: 'pendingSince' } as const;

/** The index of what is committed but not yet published, by the time since when it waits. */
export const pendingIndex: SparseIndex = {
  name: 'pending',
  shard: pendingAttributes.shard,
  at: pendingAttributes.since,
};

/** Shards of the index: one key for all would be a hot partition, and each shard costs a sweep one query. */
export const pendingShardCount = 16;

/** Every shard of the index. */
export const pendingShards: readonly string[] = Array.from({ length: pendingShardCount }, (_, shard) => named(shard));

/** The shard of all items of a partition: the same for ever, because items in the index keep theirs. */
export function pendingShardOf(partition: string): string {
  return named(fnv1a(partition) % pendingShardCount);
}

function named(shard: number): string {
  return `outbox#${String(shard).padStart(2, '0')}`;
}
