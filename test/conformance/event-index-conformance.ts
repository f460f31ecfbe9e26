import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { indexPartitionOf } from '../../lambdas/core/event-index/index-partition.ts';
import { createIndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import { type Subscription, createSubscription } from '../../lambdas/core/event-index/subscription.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createProjector } from '../../lambdas/core/projection/projector.ts';
import { rebuild } from '../../lambdas/core/projection/rebuild.ts';
import { createViews } from '../../lambdas/core/projection/views.ts';
import {
  type IndexedStreams,
  Moved,
  backoff,
  boxes,
  indexedStreams,
  indexedStreamsOf,
  moved,
  noted,
  storedStreamsOf,
} from '../support/indexed-streams.ts';

/** Two tables of a test's own. */
export interface OpenTables {
  readonly source: ItemStore;
  readonly items: ItemStore;
  readonly close: () => Promise<void>;
}

/** What the index, its subscriptions and projections must do on every store. */
export function eventIndexConformance(name: string, open: () => Promise<OpenTables>): void {
  describe(`event index (${name})`, () => {
    let tables: OpenTables;
    let rig: IndexedStreams;

    beforeEach(async () => {
      tables = await open();
      rig = indexedStreams(tables.source, tables.items);
    }, 30_000);
    afterEach(async () => {
      await tables.close();
    });

    const equalsStreams = async (streams: readonly string[]): Promise<void> => {
      expect(await indexedStreamsOf(rig.items)).toEqual(await storedStreamsOf(rig.source, streams));
    };
    const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `box-${index}`);
    /** Streams that share a partition. */
    const neighbours = (count: number): readonly string[] => {
      const found: string[] = [];
      for (let index = 0; found.length < count; index += 1) {
        if (indexPartitionOf(`box-${index}`) === 'index-03') {
          found.push(`box-${index}`);
        }
      }
      return found;
    };

    it('gives every event of a batch one place, in the order of its stream, and none at a repetition', async () => {
      const changes: ItemChange[] = [];
      for (let round = 0; round < 3; round += 1) {
        for (const stream of names(20)) {
          changes.push(await rig.commit(stream, moved(round), noted()));
        }
      }

      const first = await rig.indexer().index(changes);
      const again = await rig.indexer().index(changes);

      expect(first).toEqual({ failedFrom: undefined, events: 120, left: [] });
      expect(again).toEqual({ failedFrom: undefined, events: 0, left: [] });
      await equalsStreams(names(20));
    });

    it('failure mode 59: writers that meet in one partition leave no gap and give no event two places', async () => {
      const streams = neighbours(12);
      const batches: ItemChange[][] = [];
      for (const stream of streams) {
        batches.push([await rig.commit(stream, moved(1)), await rig.commit(stream, moved(2), moved(3))]);
      }

      const results = await Promise.all([...batches, ...batches].map((batch) => rig.indexer().index(batch)));

      expect(results.map(({ failedFrom }) => failedFrom)).toEqual(results.map(() => undefined));
      expect(results.reduce((sum, { events }) => sum + events, 0)).toBe(36);
      await equalsStreams(streams);
    });

    it('reads from the stream what it was never shown, across what was calved off', async () => {
      for (let count = 0; count < 6; count += 1) {
        await rig.commit('box-a', moved(count, 'x'.repeat(9_000)));
      }

      const result = await rig.indexer().index([await rig.commit('box-a', moved(9))]);

      expect(result.events).toBe(7);
      await equalsStreams(['box-a']);
    });

    it('writes pages of 64 KiB at most, and one of its own for an event that is longer', async () => {
      const changes = [
        await rig.commit('box-a', ...Array.from({ length: 10 }, () => moved(1, 'x'.repeat(20_000)))),
        await rig.commit('box-a', moved(1, 'x'.repeat(300_000))),
      ];

      await rig.indexer().index(changes);

      const pages = await createIndexReader(rig).pages({ partition: indexPartitionOf('box-a'), after: 0 });
      expect(pages.map(({ first, last }) => [first, last])).toEqual([
        [1, 3],
        [4, 6],
        [7, 9],
        [10, 10],
        [11, 11],
      ]);
      await equalsStreams(['box-a']);
    });

    it('reads from any position, and the newest events', async () => {
      const partition = indexPartitionOf('box-a');
      for (let page = 0; page < 4; page += 1) {
        await rig.indexer().index([await rig.commit('box-a', moved(1), moved(2), moved(3))]);
      }
      const reader = createIndexReader(rig);
      const positions = async (after: number, limit?: number): Promise<readonly number[]> =>
        (await reader.events({ partition, after, ...(limit === undefined ? {} : { limit }) })).map(
          ({ position }) => position,
        );

      expect(await reader.head(partition)).toBe(12);
      expect(await positions(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(await positions(4, 1)).toEqual([5, 6]);
      expect(await positions(10)).toEqual([11, 12]);
      expect(await positions(12)).toEqual([]);
      expect((await reader.tail(partition, 4)).map(({ position }) => position)).toEqual([7, 8, 9, 10, 11, 12]);
      expect((await reader.tail(partition, 99)).length).toBe(12);
    });

    it('hands every event to one of several processes, and goes on from the checkpoint', async () => {
      const read: string[] = [];
      const subscription = (): Subscription =>
        createSubscription(rig.subscribing, {
          name: 'reader',
          events: [Moved],
          handle: (events) => {
            read.push(...events.map(({ stream, version }) => `${stream}@${version}`));
            return Promise.resolve({});
          },
        });
      const all = { deadline: rig.clock.now() + 1000 };
      const changes = await Promise.all(names(30).map((stream) => rig.commit(stream, moved(1), noted(), moved(2))));
      await rig.indexer().index(changes);

      await Promise.all([subscription().run(all), subscription().run(all), subscription().run(all)]);
      await subscription().run(all);
      const before = [...read];
      await rig.indexer().index([await rig.commit('box-7', moved(3))]);
      await subscription().run(all);

      expect(before.toSorted()).toEqual(
        names(30)
          .flatMap((stream) => [`${stream}@1`, `${stream}@3`])
          .toSorted(),
      );
      expect(read.slice(before.length)).toEqual(['box-7@4']);
      expect((await subscription().lag()).every(({ events }) => events === 0)).toBe(true);
    });

    it('failure modes 56 and 57: a view that is built anew while events arrive is the live one, each event counted once', async () => {
      const projecting = { ...rig.subscribing, projections: [boxes()], backoff };
      const projector = createProjector(projecting);
      const all = { deadline: rig.clock.now() + 1000 };
      const arrive = async (count: number): Promise<void> => {
        const streams = names(20);
        for (let round = 0; round < count; round += 1) {
          const changes = await Promise.all(streams.map((stream, index) => rig.commit(stream, moved(index + round))));
          await rig.indexer().index(changes);
        }
      };
      await arrive(2);
      await projector.run(all);
      const live = createViews(rig);

      const [built] = await Promise.all([
        rebuild(projecting, { projection: 'boxes', ...all }),
        (async () => {
          await arrive(2);
          await projector.run(all);
        })(),
      ]);
      await projector.run(all);

      expect(built.kind).toBe('switched');
      expect((await projector.state('boxes')).live?.generation).toBe(2);
      expect(await live.get('boxes', 'box-3')).toMatchObject({ sum: 3 + 4 + 3 + 4, events: 4 });
      const rows = await live.list('boxes', { prefix: '~' });
      expect(rows.reduce((sum, { fields }) => sum + Number(fields['sum']), 0)).toBe(4 * 190 + 2 * 20);
    });

    it('lists rows by name, from one on, up to a limit', async () => {
      const projector = createProjector({ ...rig.subscribing, projections: [boxes()] });
      await rig.indexer().index(await Promise.all(names(5).map((stream) => rig.commit(stream, moved(3)))));
      await projector.run({ deadline: rig.clock.now() + 1000 });

      const rows = await createViews(rig).list('boxes', { prefix: 'box-', from: 'box-2', limit: 2 });

      expect(rows.map(({ row }) => row)).toEqual(['box-2', 'box-3']);
    });
  });
}
