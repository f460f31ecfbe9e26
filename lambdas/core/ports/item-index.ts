import type { ItemKey } from './item-store.ts';

/** A sparse index of a table: it holds the items that carry both attributes, and no others. */
export interface SparseIndex {
  /** What the table calls it; it projects keys only. */
  readonly name: string;
  /** The attribute that names the shard of an item: a text. */
  readonly shard: string;
  /** The attribute by which the items of a shard are sorted: a number. */
  readonly at: string;
}

/** An item of a sparse index, and its place in the order of its shard. */
export interface IndexedItem {
  readonly key: ItemKey;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Which items of a shard to find. */
export interface IndexQuery {
  /** Those whose moment is then or earlier, in milliseconds since the epoch. */
  readonly before: number;
  /** At most so many, 1 or more. */
  readonly limit: number;
  /** Go on behind this one, the last of an earlier answer; it need not be in the index any more. @default from the oldest */
  readonly after?: IndexedItem;
}

/**
 * Finds the items of one sparse index, oldest first.
 *
 * It may lag behind the store: an answer can name an item that has left the index meanwhile, and miss one that has only
 * just entered it. Throws as an item store does.
 */
export interface ItemIndex {
  find(shard: string, query: IndexQuery): Promise<readonly IndexedItem[]>;
}
