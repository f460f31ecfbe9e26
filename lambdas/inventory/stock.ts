import type { Quantities } from '../contracts/orders/inventory-messages.ts';
import type { ItemKey, Write } from '../core/ports/item-store.ts';

/** Where the stock of a SKU lives; its attribute `available` is what can still be reserved. */
export function stockKey(sku: string): ItemKey {
  return { partition: `stock-${sku}`, sort: 'stock' };
}

/** Takes every line from stock; each is refused alone when there is too little. */
export function taken(lines: Quantities): readonly Write[] {
  return lines.map(({ sku, quantity }) => ({
    kind: 'update',
    key: stockKey(sku),
    add: { available: -quantity },
    when: [{ attribute: 'available', is: 'atLeast', value: quantity }],
  }));
}

/** Gives every line back. */
export function givenBack(lines: Quantities): readonly Write[] {
  return lines.map(({ sku, quantity }) => ({
    kind: 'update',
    key: stockKey(sku),
    add: { available: quantity },
    when: [{ item: 'present' }],
  }));
}
