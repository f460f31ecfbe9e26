import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** How often each operation of a store was asked for. */
export interface ItemCounts {
  get: number;
  write: number;
  transact: number;
  query: number;
}

/** A store that counts its requests. */
export function countingItems(items: ItemStore): { readonly items: ItemStore; readonly counts: ItemCounts } {
  const counts: ItemCounts = { get: 0, write: 0, transact: 0, query: 0 };
  const counted: ItemStore = {
    get: (key) => ((counts.get += 1), items.get(key)),
    write: (write) => ((counts.write += 1), items.write(write)),
    transact: (writes) => ((counts.transact += 1), items.transact(writes)),
    query: (query) => ((counts.query += 1), items.query(query)),
  };
  return { items: counted, counts };
}
