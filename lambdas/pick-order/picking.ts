import type { ItemKey } from '../core/ports/item-store.ts';

/** Where it lies what the warehouse does for an order: `status` `picked` or `put back`, `units`, `quoteCents`. */
export function pickingKey(orderId: string): ItemKey {
  return { partition: `${pickingStore}-${orderId}`, sort: 'picking' };
}

/** First word of the partitions of pickings. */
export const pickingStore = 'picking';
