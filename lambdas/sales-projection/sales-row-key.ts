import type { ItemKey } from '../core/ports/item-store.ts';

/** Where the sales of a day lie that came over a broker; all days are in one partition, to be listed together. */
export function salesRowKey(day: string): ItemKey {
  return { partition: salesPartition, sort: day };
}

/** What holds the sales of all days. */
export const salesPartition = 'sales-by-day';
