import type { ItemKey } from '../core/ports/item-store.ts';

/** Where the counts of the day lie that a moment, in ISO 8601, is in: `placed`, `confirmed`, `rejected`. */
export function boardKey(time: string): ItemKey {
  return { partition: boardPartition, sort: time.slice(0, 'YYYY-MM-DD'.length) };
}

/** What holds the boards of all days. */
export const boardPartition = 'board-orders';
