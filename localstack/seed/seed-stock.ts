import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { stockKey } from '../../lambdas/inventory/stock.ts';

/**
 * Stores the stock of each SKU, and delivers what is missing to a SKU that was seeded with less before.
 *
 * A second run over the same orders therefore changes nothing, and one over more orders finds stock for them.
 */
export async function seedStock(items: Pick<ItemStore, 'write'>, stock: ReadonlyMap<string, number>): Promise<void> {
  for (const [sku, wanted] of stock) {
    const key = stockKey(sku);
    const attributes = { seeded: wanted, available: wanted };
    const result = await items.write({ kind: 'put', key, attributes, when: [{ item: 'absent' }] });
    const seeded = result.ok ? wanted : Number(result.current?.attributes['seeded'] ?? wanted);
    if (seeded < wanted) {
      const add = { seeded: wanted - seeded, available: wanted - seeded };
      await items.write({ kind: 'update', key, add, when: [{ attribute: 'seeded', is: 'equal', value: seeded }] });
    }
  }
}
