import { describe, expect, it } from '@jest/globals';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { Attributes, ItemKey } from '../../../../../lambdas/core/ports/item-store.ts';

const key: ItemKey = { partition: 'events-1', sort: 'tip' };

async function put(store: MemoryItemStore, attributes: Attributes, at = key): Promise<void> {
  await store.write({ kind: 'put', key: at, attributes, when: [] });
}

async function numbered(count: number): Promise<MemoryItemStore> {
  const store = createMemoryItemStore();
  for (let n = 1; n <= count; n += 1) {
    await put(store, { n });
  }
  return store;
}

function sequences(store: MemoryItemStore, position: number, limit = 10): readonly string[] {
  return store.changesAfter(position, limit).map(({ sequence }) => sequence);
}

describe('createMemoryItemStore: the stream', () => {
  it('numbers changes from 1 and gives at most as many as asked for', async () => {
    const store = await numbered(3);

    expect(sequences(store, 0)).toEqual(['1', '2', '3']);
    expect(sequences(store, 1, 1)).toEqual(['2']);
    expect(sequences(store, 3)).toEqual([]);
    expect(sequences(store, 9)).toEqual([]);
  });

  it('gives the changes of a transaction in the order of its actions', async () => {
    const store = createMemoryItemStore();
    await put(store, {}, { ...key, sort: 'b' });

    await store.transact([
      { kind: 'put', key: { ...key, sort: 'c' }, attributes: {}, when: [] },
      { kind: 'check', key, when: [{ item: 'absent' }] },
      { kind: 'delete', key: { ...key, sort: 'b' }, when: [] },
    ]);

    expect(store.changesAfter(1, 10).map((change) => change.key.sort)).toEqual(['c', 'b']);
  });

  it.each<[string, (store: MemoryItemStore) => Promise<unknown>]>([
    ['a put of the same attributes in another order', (store) => put(store, { m: { b: [1], a: '' }, n: 1 })],
    ['setting what is there', (store) => store.write({ kind: 'update', key, set: { 'm.a': '', n: 1 }, when: [] })],
    ['adding nothing', (store) => store.write({ kind: 'update', key, add: { n: 0 }, when: [] })],
    ['appending nothing', (store) => store.write({ kind: 'update', key, append: { 'm.b': [] }, when: [] })],
    ['removing what is not there', (store) => store.write({ kind: 'update', key, remove: ['x', 'm.x'], when: [] })],
    ['deleting what is not there', (store) => store.write({ kind: 'delete', key: { ...key, sort: 'x' }, when: [] })],
    ['the same in a transaction', (store) => store.transact([{ kind: 'update', key, set: { n: 1 }, when: [] }])],
  ])('gives no change for a write that changes nothing: %s', async (_title, act) => {
    const store = createMemoryItemStore();
    await put(store, { n: 1, m: { a: '', b: [1] } });

    await act(store);

    expect(sequences(store, 1)).toEqual([]);
  });

  it.each<[string, Attributes]>([
    ['a number to its text', { n: '1', l: [1] }],
    ['a list to a map', { n: 1, l: { '0': 1 } }],
    ['a longer list', { n: 1, l: [1, 1] }],
    ['another name', { k: 1, l: [1] }],
    ['one attribute less', { n: 1 }],
  ])('gives a change for %s', async (_title, attributes) => {
    const store = createMemoryItemStore();
    await put(store, { n: 1, l: [1] });

    await put(store, attributes);

    expect(store.changesAfter(1, 10).map(({ after }) => after?.attributes)).toEqual([attributes]);
  });

  it('forgets what is asked and keeps the numbers of the rest', async () => {
    const store = await numbered(5);

    store.forgetChangesBefore(4);

    expect(sequences(store, 3)).toEqual(['4', '5']);
    expect(sequences(store, 4)).toEqual(['5']);
    await put(store, { n: 6 });
    expect(sequences(store, 4)).toEqual(['5', '6']);
  });

  it('rejects a position whose next change is forgotten rather than skipping it', async () => {
    const store = await numbered(5);

    store.forgetChangesBefore(4);

    expect(() => store.changesAfter(2, 10)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it('forgets nothing that is yet to come', async () => {
    const store = await numbered(2);

    store.forgetChangesBefore(100);
    await put(store, { n: 3 });

    expect(sequences(store, 2)).toEqual(['3']);
  });

  it('keeps the order over thousands of changes that are forgotten as they are read', async () => {
    const store = createMemoryItemStore();
    const seen: number[] = [];

    for (let n = 1; n <= 5000; n += 1) {
      await put(store, { n });
      if (n % 7 === 0) {
        seen.push(...store.changesAfter(seen.length, 100).map(({ sequence }) => Number(sequence)));
        store.forgetChangesBefore(seen.length + 1);
      }
    }
    seen.push(...store.changesAfter(seen.length, 100).map(({ sequence }) => Number(sequence)));

    expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
  });
});

describe('createMemoryItemStore: items', () => {
  it('scans every item once', async () => {
    const store = createMemoryItemStore();
    const keys = [key, { ...key, sort: 'batch' }, { partition: 'events-2', sort: 'tip' }];
    for (const at of keys) {
      await put(store, { n: 1 }, at);
    }
    await store.write({ kind: 'delete', key, when: [] });

    expect([...store.scan()].map((item) => item.key)).toEqual(keys.slice(1));
  });

  it('sorts by UTF-8 bytes as the service does, not by code units', async () => {
    const store = createMemoryItemStore();
    for (const sort of ['😀', '\uFFFD', 'z', 'é', '世', '\uE000']) {
      await put(store, {}, { ...key, sort });
    }

    const items = await store.query({ partition: key.partition });

    const sorts = items.map((item) => item.key.sort);
    expect(sorts).toEqual(sorts.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))));
    expect(await store.query({ partition: key.partition, sortPrefix: '😀' })).toHaveLength(1);
  });

  it('shares the parts of an item that an update leaves alone', async () => {
    const store = createMemoryItemStore();
    await put(store, { big: { a: [1] }, n: 1 });
    const before = await store.get(key);

    await store.write({ kind: 'update', key, add: { n: 1 }, when: [] });

    expect((await store.get(key))?.attributes['big']).toBe(before?.attributes['big']);
  });

  it('keeps an entry named like the prototype as any other', async () => {
    const store = createMemoryItemStore();
    await put(store, { m: {} });

    await store.write({ kind: 'update', key, set: { 'm.__proto__': 'a', 'm.b': 'c' }, when: [] });

    expect(JSON.stringify((await store.get(key))?.attributes['m'])).toBe('{"__proto__":"a","b":"c"}');
    expect(
      await store.write({ kind: 'delete', key, when: [{ attribute: 'm.__proto__', is: 'equal', value: 'a' }] }),
    ).toEqual({ ok: true });
  });

  it('lets a removal of an entry from an absent item pass, as the service does', async () => {
    const store = createMemoryItemStore();

    expect(await store.write({ kind: 'update', key, remove: ['m.a'], when: [] })).toEqual({ ok: true });
  });

  it('rejects by promise, never by throwing in the face of the caller', async () => {
    const store = createMemoryItemStore();
    const write = store.write({ kind: 'update', key, when: [] });

    await expect(write).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
