import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createItemPayloads } from '../../lambdas/core/payload/item-payloads.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { payloadsConformance } from './payloads-conformance.ts';

payloadsConformance('items', () => createItemPayloads({ items: createMemoryItemStore(), clock: fixedClock() }));
