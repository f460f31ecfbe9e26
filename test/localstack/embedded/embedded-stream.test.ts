import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type StreamReader, embeddedStream } from '../../../localstack/embedded/embedded-stream.ts';

const sequences = (reader: StreamReader, limit = 10): readonly string[] =>
  reader.next(limit).map(({ sequence }) => sequence);

describe('the stream of a store in one process', () => {
  it('gives each reader every change, at its own pace', async () => {
    const items = createMemoryItemStore();
    const stream = embeddedStream(items);
    const [fast, slow] = [stream.reader(), stream.reader()];
    for (const n of [1, 2, 3]) {
      await items.write({ kind: 'put', key: { partition: `a-${n}`, sort: 'tip' }, attributes: { n }, when: [] });
    }

    fast.continueAfter(3);

    expect(sequences(fast)).toEqual([]);
    expect(sequences(slow, 2)).toEqual(['1', '2']);
    slow.continueAfter(2);
    expect(sequences(slow)).toEqual(['3']);
  });

  it('repeats from where a reader puts itself back', async () => {
    const items = createMemoryItemStore();
    const reader = embeddedStream(items).reader();
    for (const n of [1, 2]) {
      await items.write({ kind: 'put', key: { partition: `a-${n}`, sort: 'tip' }, attributes: { n }, when: [] });
    }

    reader.continueAfter(1);

    expect(sequences(reader)).toEqual(['2']);
    expect(sequences(reader)).toEqual(['2']);
  });
});
