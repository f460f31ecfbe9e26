import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { itemStoreConformance } from './item-store-conformance.ts';

itemStoreConformance('memory', () => {
  const store = createMemoryItemStore();
  return Promise.resolve({
    store,
    changesOf: (partition) =>
      Promise.resolve(store.changesAfter(0, Number.MAX_SAFE_INTEGER).filter(({ key }) => key.partition === partition)),
    close: () => Promise.resolve(),
  });
});
