/** The attributes that put an item into the index of what is committed but not yet published; absent in all others. */
export const pendingAttributes = { shard: 'pendingShard', since: 'pendingSince' } as const;

/** Shards of the index: one key for all would be a hot partition, and each shard costs a sweep one query. */
export const pendingShardCount = 16;

/** Every shard of the index. */
export const pendingShards: readonly string[] = Array.from({ length: pendingShardCount }, (_, shard) => named(shard));

/** The shard of all items of a partition: the same for ever, because items in the index keep theirs. */
export function pendingShardOf(partition: string): string {
  return named(hash(partition) % pendingShardCount);
}

function named(shard: number): string {
  return `outbox#${String(shard).padStart(2, '0')}`;
}

/** FNV-1a over UTF-16 code units. Source: https://www.rfc-editor.org/rfc/rfc9923 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
