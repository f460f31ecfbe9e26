import { createLocalKeyWrapping } from '../../lambdas/adapters/crypto/local-key-wrapping.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { forgettingConformance } from './forgetting-conformance.ts';

forgettingConformance('in memory', {
  items: createMemoryItemStore(),
  index: createMemoryItemStore(),
  wrapping: createLocalKeyWrapping(),
});
