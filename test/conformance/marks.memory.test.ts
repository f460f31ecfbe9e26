import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createMarks } from '../../lambdas/core/idempotency/marks.ts';
import { marksConformance } from './marks-conformance.ts';

marksConformance('memory item store', () => createMarks(createMemoryItemStore()));
