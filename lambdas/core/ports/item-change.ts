import type { Item, ItemKey } from './item-store.ts';

/** One record of the table's stream: an item before and after one commit. */
export interface ItemChange {
  /** Grows with every change of a shard; compare as a decimal number, not as text. */
  readonly sequence: string;
  readonly key: ItemKey;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}
