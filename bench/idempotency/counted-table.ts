import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** A table in memory, with the conditions of DynamoDB and no latency, that counts what is asked of it. */
export interface CountedTable {
  readonly items: ItemStore;
  /** Writes so far, refused ones included: each is billed. */
  readonly writes: number;
  /** Forgets every item, so that no round is slower than the one before it. */
  clear(): void;
}

/** Creates an empty table. */
export function createCountedTable(): CountedTable {
  let store = createMemoryItemStore();
  let writes = 0;
  const items: ItemStore = {
    get: (key) => store.get(key),
    write: (write) => ((writes += 1), store.write(write)),
    transact: (actions) => ((writes += actions.length), store.transact(actions)),
    query: (query) => store.query(query),
  };
  return {
    items,
    get writes() {
      return writes;
    },
    clear: () => {
      store = createMemoryItemStore();
    },
  };
}
