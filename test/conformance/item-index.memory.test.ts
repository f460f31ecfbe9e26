import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { itemIndexConformance } from './item-index-conformance.ts';

itemIndexConformance('memory', () => {
  const store = createMemoryItemStore();
  return Promise.resolve({ store, index: store, close: () => Promise.resolve() });
});
