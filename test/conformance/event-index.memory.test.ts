import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { eventIndexConformance } from './event-index-conformance.ts';

eventIndexConformance('memory', () =>
  Promise.resolve({
    source: createMemoryItemStore(),
    items: createMemoryItemStore(),
    close: () => Promise.resolve(),
  }),
);
