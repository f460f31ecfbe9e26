import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ItemScan, ScanRequest } from '../../lambdas/core/ports/item-scan.ts';
import type { Item, ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** A scan under test, and the store that it looks through. */
export interface OpenItemScan {
  readonly store: ItemStore;
  readonly scan: ItemScan;
  readonly close: () => Promise<void>;
}

/** What every `ItemScan` must do; `open` makes one for the whole suite, each test uses partitions of its own. */
export function itemScanConformance(name: string, open: () => Promise<OpenItemScan>): void {
  describe(`item scan (${name})`, () => {
    let opened: OpenItemScan;

    beforeAll(async () => {
      opened = await open();
    }, 30_000);
    afterAll(async () => {
      await opened.close();
    });

    const put = async (partition: string, sort = 'saga', attributes: Item['attributes'] = { status: 'running' }) => {
      await opened.store.write({ kind: 'put', key: { partition, sort }, attributes, when: [] });
    };
    const found = async (request: Partial<ScanRequest>) => {
      const all: Item[] = [];
      let read = 0;
      for await (const page of opened.scan.pages({ sort: 'saga', attributes: ['status'], ...request })) {
        all.push(...page.items);
        read += page.read;
      }
      return { items: all.sort((one, other) => (one.key.partition < other.key.partition ? -1 : 1)), read };
    };

    it('ends at once in a table that has nothing of the kind', async () => {
      expect((await found({ partitionPrefix: 'nothing-' })).items).toEqual([]);
    });

    it('gives the items of the partitions and the sort key that are asked for, and no others', async () => {
      await put('kind-1');
      await put('kind-2');
      await put('kind-2', 'saga-history#1');
      await put('kinder-3');
      await put('other-kind-4');

      const { items, read } = await found({ partitionPrefix: 'kind-' });

      expect(items.map(({ key }) => key)).toEqual([
        { partition: 'kind-1', sort: 'saga' },
        { partition: 'kind-2', sort: 'saga' },
      ]);
      expect(read).toBeGreaterThanOrEqual(5);
    });

    it('gives the items of every partition when none is asked for', async () => {
      await put('one-1', 'any');
      await put('two-2', 'any');

      expect((await found({ sort: 'any' })).items.map(({ key }) => key.partition)).toEqual(['one-1', 'two-2']);
    });

    it('gives the attributes that are asked for, whatever they are called, and an item that lacks them', async () => {
      await put('some-1', 'saga', { status: 'waiting', version: 3, state: 'long' });
      await put('some-2', 'saga', { state: 'long' });

      const { items } = await found({ partitionPrefix: 'some-', attributes: ['status', 'version'] });

      expect(items.map(({ attributes }) => attributes)).toEqual([{ status: 'waiting', version: 3 }, {}]);
    });

    it('gives each item once when they take several pages', async () => {
      const filling = 'x'.repeat(300_000);
      const names = Array.from({ length: 9 }, (_, place) => `many-${place}`);
      for (const partition of names) {
        await put(partition, 'saga', { filling, status: 'running' });
      }

      const { items } = await found({ partitionPrefix: 'many-' });

      expect(items.map(({ key }) => key.partition)).toEqual(names);
    });
  });
}
