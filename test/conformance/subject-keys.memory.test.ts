import { createLocalKeyWrapping } from '../../lambdas/adapters/crypto/local-key-wrapping.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { subjectKeysConformance } from './subject-keys-conformance.ts';

const ids = fixedIds('subject');

subjectKeysConformance('items in memory, a master key of the process', {
  items: createMemoryItemStore(),
  wrapping: createLocalKeyWrapping(),
  subject: () => ids.next(),
});
