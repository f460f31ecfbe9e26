import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import {
  chunkBytes,
  deleteChunkedText,
  readChunkedText,
  writeChunkedText,
} from '../../../../lambdas/core/text/chunked-text.ts';
import { countingItems } from '../../../support/counting-items.ts';

const place = { partition: 'note-1', sortPrefix: 'text' };

let store: MemoryItemStore;

beforeEach(() => {
  store = createMemoryItemStore();
});

describe('a text in items', () => {
  it.each([
    [0, 1],
    [1, 1],
    [chunkBytes - 1, 1],
    [chunkBytes, 1],
    [chunkBytes + 1, 2],
    [2 * chunkBytes, 2],
    [2 * chunkBytes + 1, 3],
  ])('of %i bytes takes %i writes and as many reads', async (bytes, pieces) => {
    const { items, counts } = countingItems(store);
    const text = 'x'.repeat(bytes);

    const count = await writeChunkedText(items, { place, text });
    const read = await readChunkedText(items, place, count);

    expect({ count, whole: read === text, ...counts }).toEqual({
      ...{ count: pieces, whole: true, write: pieces, get: pieces },
      ...{ transact: 0, query: 0 },
    });
  });

  it('is cut between characters of several bytes, never inside one (failure mode 15: 400 KB an item)', async () => {
    const text = `x${'😀'.repeat(chunkBytes / 4)}`;

    const count = await writeChunkedText(store, { place, text });

    expect(count).toBe(2);
    expect(await readChunkedText(store, place, count)).toBe(text);
  });

  it('of 1 MiB is kept in items that a table takes', async () => {
    const text = 'é'.repeat(512 * 1024);

    const count = await writeChunkedText(store, { place, text });

    expect(count).toBe(4);
    expect(await readChunkedText(store, place, count)).toBe(text);
  });

  it('carries the time after which it may go in every item', async () => {
    const count = await writeChunkedText(store, { place, text: 'x'.repeat(chunkBytes + 1), expiresAt: 1_800_000_000 });

    const items = await store.query({ partition: place.partition });

    expect(count).toBe(2);
    expect(items.map(({ attributes }) => attributes['expiresAt'])).toEqual([1_800_000_000, 1_800_000_000]);
  });

  it('is missing as a whole when one of its items is gone', async () => {
    const count = await writeChunkedText(store, { place, text: 'x'.repeat(chunkBytes + 1) });
    await store.write({ kind: 'delete', key: { partition: place.partition, sort: 'text-1' }, when: [] });

    expect(await readChunkedText(store, place, count)).toBeUndefined();
  });

  it('is removed with all its items, and removing it again is no error', async () => {
    const count = await writeChunkedText(store, { place, text: 'x'.repeat(chunkBytes + 1) });

    await deleteChunkedText(store, place, count);
    await deleteChunkedText(store, place, count);

    expect(await store.query({ partition: place.partition })).toEqual([]);
  });
});
