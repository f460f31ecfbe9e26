import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** What a process that dies leaves to whoever waited for it. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** A store whose n-th call ends the process, before or after it took effect. */
export function dyingItems(store: ItemStore, call: number, when: 'before' | 'after'): ItemStore {
  let calls = 0;
  const step = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    if (calls === call && when === 'before') {
      throw new Crash();
    }
    const result = await effect();
    if (calls === call) {
      throw new Crash();
    }
    return result;
  };
  return {
    get: (key) => step(() => store.get(key)),
    write: (write) => step(() => store.write(write)),
    transact: (writes) => step(() => store.transact(writes)),
    query: (query) => step(() => store.query(query)),
  };
}
