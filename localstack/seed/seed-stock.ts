import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { stockKey } from '../../lambdas/inventory/stock.ts';

/** Stores the stock of each SKU once: a SKU that has stock already keeps it, so that a second run goes on. */
export async function seedStock(items: Pick<ItemStore, 'write'>, stock: ReadonlyMap<string, number>): Promise<void> {
  for (const [sku, available] of stock) {
    const attributes = { seeded: available, available };
    await items.write({ kind: 'put', key: stockKey(sku), attributes, when: [{ item: 'absent' }] });
  }
}
