/** A part of a stream, in the order of its own. */
export interface StreamShard {
  readonly shardId: string;
  /** The shard that it continues; undefined for one that continues none. */
  readonly parentId?: string | undefined;
}

/**
 * The shards to begin now: those neither finished nor begun, whose parent is finished or no longer kept.
 *
 * A child holds later changes of the same items, so it may not begin before its parent is finished.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function shardsToBegin(
  shards: readonly StreamShard[],
  { finished, begun }: { readonly finished: ReadonlySet<string>; readonly begun: ReadonlySet<string> },
): readonly StreamShard[] {
  const kept = new Set(shards.map(({ shardId }) => shardId));
  return shards.filter(({ shardId, parentId }) => {
    const parentIsDone = parentId === undefined || !kept.has(parentId) || finished.has(parentId);
    return parentIsDone && !finished.has(shardId) && !begun.has(shardId);
  });
}
