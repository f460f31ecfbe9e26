import type { ItemKey } from './item-store.ts';

/** An item with something to publish, and since when; its place in the order of its shard. */
export interface PendingItem {
  readonly key: ItemKey;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Which items of a shard to find. */
export interface PendingQuery {
  /** Those that have waited since then or longer, in milliseconds since the epoch. */
  readonly before: number;
  /** At most so many, 1 or more. */
  readonly limit: number;
  /** Go on behind this one, the last of an earlier answer; it need not be in the index any more. @default from the oldest */
  readonly after?: PendingItem;
}

/**
 * Finds the items that carry `pendingShard` and `pendingSince`, oldest first.
 *
 * It may lag behind the store: an answer can name an item that has nothing to publish any more, and miss one that has
 * only just got something. Throws as an item store does.
 */
export interface ItemIndex {
  pending(shard: string, query: PendingQuery): Promise<readonly PendingItem[]>;
}
