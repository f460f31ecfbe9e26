import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndexQuery, IndexedItem, ItemIndex, SparseIndex } from '../../lambdas/core/ports/item-index.ts';
import type { Attributes, ItemKey, ItemStore } from '../../lambdas/core/ports/item-store.ts';

/** An index under test, and the store whose commits it follows. */
export interface OpenItemIndex {
  readonly store: ItemStore;
  readonly index: ItemIndex;
  readonly close: () => Promise<void>;
}

/** How long an index may lag behind its store. */
const deadlineMs = 10_000;

/** What every `ItemIndex` must do; `open` makes one for the whole suite, each test uses a shard of its own. */
export function itemIndexConformance(
  name: string,
  open: (of: SparseIndex) => Promise<OpenItemIndex>,
  of: SparseIndex,
): void {
  describe(`item index (${name})`, () => {
    let opened: OpenItemIndex;
    let shards = 0;

    beforeAll(async () => {
      opened = await open(of);
    }, 30_000);
    afterAll(async () => {
      await opened.close();
    });

    const newShard = (): string => {
      shards += 1;
      return `shard#${shards}`;
    };
    const keyIn = (shard: string, id: string | number): ItemKey => ({ partition: `${shard}-${id}`, sort: 'tip' });
    const enter = async (shard: string, id: string | number, at: number): Promise<IndexedItem> => {
      const key = keyIn(shard, id);
      const attributes = { [of.shard]: shard, [of.at]: at, body: 'x' };
      await opened.store.write({ kind: 'put', key, attributes, when: [] });
      return { key, at };
    };
    const enterAll = async (shard: string, times: readonly number[]): Promise<readonly IndexedItem[]> => {
      const entered: IndexedItem[] = [];
      for (const [id, at] of times.entries()) {
        entered.push(await enter(shard, id, at));
      }
      return entered;
    };
    const leave = async (key: ItemKey): Promise<void> => {
      await opened.store.write({ kind: 'update', key, remove: [of.shard, of.at], when: [] });
    };
    const find = (shard: string, query: Partial<IndexQuery> = {}): Promise<readonly IndexedItem[]> =>
      opened.index.find(shard, { before: Number.MAX_SAFE_INTEGER, limit: 100, ...query });
    /** An index may be late, so what it should show is waited for. */
    const shows = async (shard: string, expected: readonly IndexedItem[]): Promise<void> => {
      const end = Date.now() + deadlineMs;
      let found = await find(shard);
      while (JSON.stringify(found) !== JSON.stringify(expected) && Date.now() < end) {
        found = await find(shard);
      }
      expect(found).toEqual(expected);
    };

    it('knows nothing of a shard in which nothing waits', async () => {
      expect(await find(newShard())).toEqual([]);
    });

    it('gives what waits oldest first, by number and not by text, in whatever order it came', async () => {
      const shard = newShard();
      const late = await enter(shard, 'late', 1_000);
      const early = await enter(shard, 'early', 9);
      const middle = await enter(shard, 'middle', 80);
      const first = await enter(shard, 'first', 0);

      await shows(shard, [first, early, middle, late]);
    });

    it.each([
      [999, [0]],
      [1_000, [0, 1]],
      [1_001, [0, 1]],
      [2_000, [0, 1, 2]],
    ])('gives those that wait since %i or longer', async (before, expected) => {
      const shard = newShard();
      const all = await enterAll(shard, [500, 1_000, 2_000]);
      await shows(shard, all);

      expect(await find(shard, { before })).toEqual(expected.map((place) => all[place]));
    });

    it.each([1, 2, 3, 4, 5])('gives each item once in pages of %i, oldest first', async (limit) => {
      const shard = newShard();
      const all = await enterAll(shard, [10, 20, 30, 40]);
      await shows(shard, all);

      const pages = await allPages(shard, limit);

      expect(pages.flat()).toEqual(all);
      expect(pages.every((page) => page.length <= limit)).toBe(true);
    });

    const allPages = async (shard: string, limit: number): Promise<readonly (readonly IndexedItem[])[]> => {
      const pages: (readonly IndexedItem[])[] = [];
      let page = await find(shard, { limit });
      while (page.length > 0) {
        pages.push(page);
        const after = page.at(-1);
        page = await find(shard, { limit, ...(after === undefined ? {} : { after }) });
      }
      return pages;
    };

    it('leaves none out and gives none twice when all wait since the same moment', async () => {
      const shard = newShard();
      const all = await enterAll(
        shard,
        Array.from({ length: 7 }, () => 5),
      );

      const found = (await allPages(shard, 2)).flat().map(({ key }) => key.partition);

      expect([...found].sort()).toEqual(all.map(({ key }) => key.partition).sort());
    });

    it('goes on behind an item that has left the index meanwhile', async () => {
      const shard = newShard();
      const all = await enterAll(shard, [10, 20, 30]);
      await shows(shard, all);
      const [first] = await find(shard, { limit: 1 });
      await leave(keyIn(shard, 0));
      await shows(shard, all.slice(1));

      expect(await find(shard, { limit: 1, ...(first && { after: first }) })).toEqual([all[1]]);
    });

    it('goes on behind an item without going over the moment asked for', async () => {
      const shard = newShard();
      const all = await enterAll(shard, [10, 20, 30]);
      await shows(shard, all);

      const [first] = all;

      expect(await find(shard, { before: 20, ...(first && { after: first }) })).toEqual([all[1]]);
    });

    it('knows nothing of items without both attributes, and forgets one that loses them', async () => {
      const shard = newShard();
      const whole = await enter(shard, 'whole', 1);
      const incomplete: readonly Attributes[] = [{ [of.shard]: shard }, { [of.at]: 1 }, {}];
      for (const [id, attributes] of incomplete.entries()) {
        await opened.store.write({ kind: 'put', key: keyIn(shard, id), attributes, when: [] });
      }
      await shows(shard, [whole]);

      await leave(whole.key);

      await shows(shard, []);
    });

    it('forgets an item that is deleted, and one that is replaced without the attributes', async () => {
      const shard = newShard();
      const [deleted, replaced] = [await enter(shard, 'deleted', 1), await enter(shard, 'replaced', 2)];
      await shows(shard, [deleted, replaced]);

      await opened.store.transact([
        { kind: 'delete', key: deleted.key, when: [] },
        { kind: 'put', key: replaced.key, attributes: {}, when: [] },
      ]);

      await shows(shard, []);
    });

    it('keeps the place of an item that is changed, and moves one whose moment changes', async () => {
      const shard = newShard();
      const [one, two] = [await enter(shard, 'one', 10), await enter(shard, 'two', 20)];
      const { shard: inShard, at } = of;
      const change = { kind: 'update', set: { body: 'y', [inShard]: shard }, setIfAbsent: { [at]: 99 } } as const;

      await opened.store.write({ ...change, key: one.key, when: [] });
      await shows(shard, [one, two]);
      await opened.store.write({ kind: 'update', key: one.key, set: { [at]: 30 }, when: [] });

      await shows(shard, [two, { ...one, at: 30 }]);
    });

    it('shows a shard nothing of its neighbours, and an item in the shard it moved to only', async () => {
      const [shard, neighbour] = [newShard(), newShard()];
      const mine = await enter(shard, 'mine', 1);
      const other = await enter(neighbour, 'other', 2);
      await shows(shard, [mine]);
      await shows(neighbour, [other]);

      await opened.store.write({
        kind: 'update',
        key: mine.key,
        set: { [of.shard]: neighbour },
        when: [],
      });

      await shows(shard, []);
      await shows(neighbour, [mine, other]);
    });

    it('shows nothing of a write that was refused', async () => {
      const shard = newShard();
      const attributes = { [of.shard]: shard, [of.at]: 1 };
      const refused = [{ item: 'present' }] as const;

      await opened.store.write({ kind: 'put', key: keyIn(shard, 'a'), attributes, when: refused });
      await opened.store.transact([
        { kind: 'put', key: keyIn(shard, 'b'), attributes, when: [] },
        { kind: 'check', key: keyIn(shard, 'c'), when: refused },
      ]);

      await shows(shard, []);
    });
  });
}
