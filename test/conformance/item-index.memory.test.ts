import { expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import type { SparseIndex } from '../../lambdas/core/ports/item-index.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { type OpenItemIndex, itemIndexConformance } from './item-index-conformance.ts';

itemIndexConformance('memory, pending', openIndex, pendingIndex);
itemIndexConformance('memory, due', openIndex, dueIndex);

it('knows what was written before the index was first asked for', async () => {
  const store = createMemoryItemStore();
  const key = { partition: 'order-1', sort: 'tip' };
  await store.write({ kind: 'put', key, attributes: { dueShard: 'due#00', dueAt: 7 }, when: [] });

  expect(await store.index(dueIndex).find('due#00', { before: 7, limit: 1 })).toEqual([{ key, at: 7 }]);
});

function openIndex(of: SparseIndex): Promise<OpenItemIndex> {
  const store = createMemoryItemStore();
  return Promise.resolve({ store, index: store.index(of), close: () => Promise.resolve() });
}
