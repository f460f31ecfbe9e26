import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { EventIndexer } from '../../../../lambdas/core/event-index/event-indexer.ts';
import type { ItemChange } from '../../../../lambdas/core/ports/item-change.ts';
import { crashingItems } from '../../../support/crashing-items.ts';
import {
  type IndexedStreams,
  indexedStreams,
  indexedStreamsOf,
  moved,
  storedStreamsOf,
} from '../../../support/indexed-streams.ts';

const streams = Array.from({ length: 8 }, (_, index) => `box-${index}`);

interface Commit {
  readonly stream: number;
  readonly events: number;
  readonly bytes: number;
}

const commits = fc.array(
  fc.record<Commit>({
    stream: fc.nat({ max: streams.length - 1 }),
    events: fc.integer({ min: 1, max: 4 }),
    bytes: fc.constantFrom(0, 0, 0, 9_000, 30_000),
  }),
  { minLength: 1, maxLength: 30 },
);

/** How a shard is read: how many changes a batch has, and whether it is delivered twice. */
const reading = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), twice: fc.boolean() }), {
  minLength: 1,
  maxLength: 20,
});

const made = async (rig: IndexedStreams, list: readonly Commit[]): Promise<readonly ItemChange[]> => {
  const changes: ItemChange[] = [];
  for (const { stream, events, bytes } of list) {
    const drafts = Array.from({ length: events }, (_, index) => moved(index, 'x'.repeat(bytes)));
    changes.push(await rig.commit(streams[stream] ?? '', ...drafts));
  }
  return changes;
};

/** Delivers a batch until nothing of it failed, from where it failed on. */
const delivered = async (indexer: () => EventIndexer, batch: readonly ItemChange[]): Promise<void> => {
  for (let rest = batch; rest.length > 0;) {
    const { failedFrom } = await indexer().index(rest);
    rest = failedFrom === undefined ? [] : rest.filter(({ sequence }) => Number(sequence) >= Number(failedFrom));
  }
};

describe('the index, however the stream is read', () => {
  it('equals the streams, for any batches, duplicates and order across streams, and two indexers with a crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        commits,
        fc.tuple(reading, reading),
        fc.record({ at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() }),
        async (list, readings, crash) => {
          const items = createMemoryItemStore();
          const rig = indexedStreams(createMemoryItemStore(), items);
          const changes = await made(rig, list);
          const crashing = crashingItems(items, crash);
          const shards = readings.map((sizes, shard) => ({
            sizes,
            changes: changes.filter(({ key }) => Number(key.partition.slice(-1)) % 2 === shard),
            // Each shard has an indexer of its own; that of the first one fails once.
            indexer: shard === 0 ? rig.indexer(crashing.items) : rig.indexer(),
          }));

          await Promise.all(
            shards.map(async ({ sizes, changes: ofShard, indexer }) => {
              for (let from = 0, batch = 0; from < ofShard.length; batch += 1) {
                const { size, twice } = sizes[batch % sizes.length] ?? { size: 1, twice: false };
                await delivered(() => indexer, ofShard.slice(from, from + size));
                await delivered(() => indexer, twice ? ofShard.slice(Math.max(from - 2, 0), from + size) : []);
                from += size;
              }
            }),
          );

          expect(await indexedStreamsOf(items)).toEqual(await storedStreamsOf(rig.source, streams));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([true, false])('equals the streams after a crash at every request (its answer lost: %p)', async (after) => {
    let crashed = true;
    for (let at = 1; crashed; at += 1) {
      const items = createMemoryItemStore();
      const rig = indexedStreams(createMemoryItemStore(), items);
      const changes = await made(rig, [
        { stream: 0, events: 2, bytes: 30_000 },
        { stream: 0, events: 3, bytes: 30_000 },
        { stream: 1, events: 1, bytes: 0 },
        { stream: 2, events: 1, bytes: 0 },
      ]);
      const crashing = crashingItems(items, { at, after });

      await delivered(() => rig.indexer(crashing.items), changes.slice(1));

      expect(await indexedStreamsOf(items)).toEqual(await storedStreamsOf(rig.source, streams));
      crashed = crashing.crashed();
    }
  });
});
