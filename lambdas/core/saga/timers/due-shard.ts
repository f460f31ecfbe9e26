import type { SparseIndex } from '../../ports/item-index.ts';
import { fnv1a } from '../../text/fnv1a.ts';

/** The attributes that put a saga into the index of what is due, or of what is stuck; absent in all others. */
export const dueAttributes = { shard: 'dueShard', at: 'dueAt' } as const;

/** The index of sagas by the time when something is to happen to them; those that are stuck by the time since when. */
export const dueIndex: SparseIndex = { name: 'due', ...dueAttributes };

/** Shards of each half of the index: one key for all would be a hot partition, and each costs a sweep one query. */
export const dueShardCount = 16;

/** Every shard of sagas for which a timer runs. */
export const dueShards: readonly string[] = allShards('due');

/** Every shard of sagas that go on only when somebody looks at them. */
export const stuckShards: readonly string[] = allShards('stuck');

/** The shard of a saga for which a timer runs, by the partition of its item. */
export function dueShardOf(partition: string): string {
  return named('due', fnv1a(partition) % dueShardCount);
}

/** The shard of a saga that is stuck, by the partition of its item. */
export function stuckShardOf(partition: string): string {
  return named('stuck', fnv1a(partition) % dueShardCount);
}

function allShards(half: 'due' | 'stuck'): readonly string[] {
  return Array.from({ length: dueShardCount }, (_, shard) => named(half, shard));
}

function named(half: 'due' | 'stuck', shard: number): string {
  return `${half}#${String(shard).padStart(2, '0')}`;
}
