import { expect, it } from '@jest/globals';
import { createMemoryItemScan } from '../../lambdas/adapters/memory/item-store/memory-item-scan.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { itemScanConformance } from './item-scan-conformance.ts';

itemScanConformance('memory', () => {
  const store = createMemoryItemStore();
  return Promise.resolve({ store, scan: createMemoryItemScan(store), close: () => Promise.resolve() });
});

it('parts a large store into pages', async () => {
  const store = createMemoryItemStore();
  for (let place = 0; place < 150; place += 1) {
    await store.write({
      kind: 'put',
      key: { partition: `kind-${place}`, sort: 'saga' },
      attributes: { n: 1 },
      when: [],
    });
  }

  const pages: number[] = [];
  for await (const { items } of createMemoryItemScan(store).pages({
    sort: 'saga',
    attributes: ['n'],
  })) {
    pages.push(items.length);
  }

  expect(pages).toEqual([100, 50]);
});
