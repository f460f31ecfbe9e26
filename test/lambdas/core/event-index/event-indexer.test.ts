import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemScan } from '../../../../lambdas/adapters/memory/item-store/memory-item-scan.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { auditIndex } from '../../../../lambdas/core/event-index/audit-index.ts';
import { createEventIndexer } from '../../../../lambdas/core/event-index/event-indexer.ts';
import { indexPartitionOf } from '../../../../lambdas/core/event-index/index-partition.ts';
import { pageConflictLimit } from '../../../../lambdas/core/event-index/index-works.ts';
import { batchesAtOnce } from '../../../../lambdas/core/event-index/missing-events.ts';
import type { ItemChange } from '../../../../lambdas/core/ports/item-change.ts';
import type { Item, ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { crashingItems } from '../../../support/crashing-items.ts';
import {
  type IndexedStreams,
  backoff,
  indexedStreams,
  indexedStreamsOf,
  moved,
  storedStreamsOf,
} from '../../../support/indexed-streams.ts';

let memory: ReturnType<typeof createMemoryItemStore>;
let rig: IndexedStreams;

beforeEach(() => {
  memory = createMemoryItemStore();
  rig = indexedStreams(memory, createMemoryItemStore());
});

const equalsStreams = async (...streams: readonly string[]): Promise<void> => {
  expect(await indexedStreamsOf(rig.items)).toEqual(await storedStreamsOf(memory, streams));
};
const damaged = (change: ItemChange): ItemChange => ({
  ...change,
  after: change.after && { ...change.after, attributes: { ...change.after.attributes, events: [] } },
});
const failing = (cause: PipelineError): ItemStore => ({ ...rig.items, transact: () => Promise.reject(cause) });
const behind = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  const pages = auditIndex({ scan: createMemoryItemScan(memory), items: rig.items, categories: ['box'] });
  for await (const page of pages) {
    found.push(...page.behind.map(({ stream, version, indexed }) => `${stream} ${indexed}/${version}`));
  }
  return found;
};

describe('indexing a batch', () => {
  it('makes no request for changes of other items, other streams, or of no event', async () => {
    const counting = countingItems(rig.items);
    const { after, ...change } = await rig.commit('box-a', moved(1));
    const other: Item | undefined = after && { ...after, key: { partition: 'crate-a', sort: 'tip' } };
    const settled = { ...change, before: after, after };

    const result = await rig
      .indexer(counting.items)
      .index([
        settled,
        { ...change, after: undefined },
        { ...change, key: { partition: 'crate-a', sort: 'tip' }, after: other },
        { ...change, key: { partition: 'box-a', sort: 'events#000000000001' }, after },
      ]);

    expect(result).toEqual({ failedFrom: undefined, events: 0, left: [] });
    expect(counting.counts).toEqual({ get: 0, write: 0, transact: 0, query: 0 });
  });

  it('costs one transaction for each page, and one query the first time', async () => {
    const counting = countingItems(rig.items);
    const indexer = rig.indexer(counting.items);

    await indexer.index([await rig.commit('box-a', moved(1)), await rig.commit('box-a', moved(2))]);
    await indexer.index([await rig.commit('box-a', moved(3), moved(4))]);

    expect(counting.counts).toEqual({ get: 0, write: 0, transact: 2, query: 1 });
    await equalsStreams('box-a');
  });

  it('failure mode 59: finds the end again when another indexer was faster', async () => {
    const [slow, fast] = [rig.indexer(), rig.indexer()];
    await slow.index([await rig.commit('box-a', moved(1))]);
    await fast.index([await rig.commit('box-a', moved(2))]);

    await slow.index([await rig.commit('box-a', moved(3))]);

    await equalsStreams('box-a');
  });

  it('puts more streams than a transaction takes into several pages', async () => {
    const streams = Array.from({ length: 3000 }, (_, index) => `box-${index}`);
    const changes: ItemChange[] = [];
    for (const stream of streams) {
      changes.push(await rig.commit(stream, moved(1)));
    }

    const result = await rig.indexer().index(changes);

    expect(result.events).toBe(3000);
    await equalsStreams(...streams);
  });

  it('gives the batch back from its lowest change when the table does not answer, and its neighbours are indexed', async () => {
    const changes = [
      await rig.commit('box-a', moved(1)),
      await rig.commit('box-a', moved(2)),
      await rig.commit('box-b', moved(3)),
    ];
    const { items } = crashingItems(rig.items, { at: 2, after: false });

    const result = await rig.indexer(items).index(changes);

    expect(result).toMatchObject({ failedFrom: expect.stringMatching(/^[13]$/u), left: [] });
    expect(result.events).toBeGreaterThan(0);
  });

  it('gives the batch back when others are faster each time', async () => {
    let tries = 0;
    const items: ItemStore = {
      ...rig.items,
      transact: () => {
        tries += 1;
        return Promise.resolve({ ok: false, refused: [{ index: 0, current: undefined }] });
      },
    };

    const result = await rig.indexer(items).index([await rig.commit('box-a', moved(1))]);

    expect(result).toEqual({ failedFrom: '1', events: 0, left: [] });
    expect(tries).toBe(pageConflictLimit);
  });
});

describe('a record that cannot be read', () => {
  it('leaves its stream for repair and indexes its neighbours', async () => {
    const changes = [
      await rig.commit('box-a', moved(1)),
      damaged(await rig.commit('box-b', moved(2))),
      await rig.commit('box-c', moved(3)),
    ];

    const result = await rig.indexer().index(changes);

    expect(result).toEqual({ failedFrom: undefined, events: 2, left: ['box-b'] });
    expect(await behind()).toEqual(['box-b 0/1']);
    expect(rig.telemetry.counts.get('StreamsUnindexed')).toBe(1);
  });

  it('is read from its stream once a later change comes', async () => {
    await rig.indexer().index([damaged(await rig.commit('box-a', moved(1)))]);

    await rig.indexer().index([await rig.commit('box-a', moved(2))]);

    await equalsStreams('box-a');
  });

  it('lets nothing later of its stream pass while the stream itself cannot be read', async () => {
    await rig.indexer().index([damaged(await rig.commit('box-a', moved(1, 'x'.repeat(33_000))))]);
    const later = await rig.commit('box-a', moved(2));
    await memory.write({ kind: 'delete', key: { partition: 'box-a', sort: 'events#000000000001' }, when: [] });

    const result = await rig.indexer().index([later]);

    expect(result).toEqual({ failedFrom: undefined, events: 0, left: ['box-a'] });
    expect(await behind()).toEqual(['box-a 0/2']);
    await expect(rig.indexer().reindexStream('box-a')).rejects.toMatchObject({ code: 'stream-gap' });
  });

  it('leaves a stream that is shorter than was shown, and indexes its neighbours of the same log', async () => {
    const neighbour = Array.from({ length: 100 }, (_, index) => `box-${index}`).find(
      (stream) => indexPartitionOf(stream) === indexPartitionOf('box-a'),
    );
    await rig.commit('box-a', moved(1, 'x'.repeat(33_000)));
    const changes = [await rig.commit('box-a', moved(2)), await rig.commit(neighbour ?? '', moved(3))];
    await memory.write({ kind: 'delete', key: { partition: 'box-a', sort: 'tip' }, when: [] });

    const result = await rig.indexer().index(changes);

    expect(result).toEqual({ failedFrom: undefined, events: 1, left: ['box-a'] });
    await equalsStreams(neighbour ?? '');
  });

  it('leaves a stream whose event no page can hold, and its neighbours go on', async () => {
    const changes = [await rig.commit('box-a', moved(1))];
    const items = failing(new PipelineError('too long', { code: 'store-limit' }));

    const result = await rig.indexer(items).index(changes);

    expect(result).toEqual({ failedFrom: undefined, events: 0, left: ['box-a'] });
  });
});

describe('repair', () => {
  it('failure mode 16: what the stream has forgotten is found by an audit and indexed once', async () => {
    await rig.indexer().index([await rig.commit('box-a', moved(1)), await rig.commit('box-b', moved(1))]);
    await rig.commit('box-a', moved(2), moved(3));
    await rig.commit('box-c', moved(4));

    const found = await behind();
    const added = [await rig.indexer().reindexStream('box-a'), await rig.indexer().reindexStream('box-c')];
    const again = [await rig.indexer().reindexStream('box-a'), await rig.indexer().reindexStream('box-none')];

    expect(found.toSorted()).toEqual(['box-a 1/3', 'box-c 0/1']);
    expect(added).toEqual([2, 1]);
    expect(again).toEqual([0, 0]);
    expect(await behind()).toEqual([]);
    await equalsStreams('box-a', 'box-b', 'box-c');
  });

  it('reads of a long stream what is missing, piece by piece, and never more than so many batches together', async () => {
    const change = await rig.commit('box-a', moved(0, 'x'.repeat(33_000)));
    await rig.indexer().index([change]);
    for (let by = 1; by <= 2 * batchesAtOnce + 2; by += 1) {
      await rig.commit('box-a', moved(by, 'x'.repeat(33_000)));
    }
    const read: number[] = [];
    const source: ItemStore = {
      ...memory,
      query: async (query) => {
        const found = await memory.query(query);
        read.push(found.length);
        return found;
      },
    };
    const indexer = createEventIndexer({ ...rig, source, categories: ['box'], backoff });

    const added = await indexer.reindexStream('box-a');

    expect(added).toBe(2 * batchesAtOnce + 2);
    expect(read).toEqual([batchesAtOnce, batchesAtOnce, 1]);
    await equalsStreams('box-a');
  });

  it('failure mode 16: a transaction over two streams may come apart in the stream, and be shown late', async () => {
    const [first, second] = [await rig.commit('box-a', moved(1)), await rig.commit('box-b', moved(1))];
    const later = await rig.commit('box-b', moved(2));

    await rig.indexer().index([later]);
    await rig.indexer().index([first]);
    await rig.indexer().index([second]);

    await equalsStreams('box-a', 'box-b');
  });
});
