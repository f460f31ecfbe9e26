import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { indexPartitionOf } from '../../../../lambdas/core/event-index/index-partition.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import type { AnyProjection } from '../../../../lambdas/core/projection/generation.ts';
import { type ProjectionContext, projection } from '../../../../lambdas/core/projection/projection.ts';
import {
  type Projector,
  type RebuildProgress,
  createProjector,
} from '../../../../lambdas/core/projection/projector.ts';
import { rebuild } from '../../../../lambdas/core/projection/rebuild.ts';
import type { RowChange } from '../../../../lambdas/core/projection/row-change.ts';
import { type Views, createViews } from '../../../../lambdas/core/projection/views.ts';
import { crashingItems } from '../../../support/crashing-items.ts';
import { type IndexedStreams, Moved, boxes, indexedStreams, moved } from '../../../support/indexed-streams.ts';

let rig: IndexedStreams;
let views: Views;

const fresh = (): void => {
  rig = indexedStreams(createMemoryItemStore(), createMemoryItemStore());
  views = createViews(rig);
};
beforeEach(fresh);

const projecting = (projections: readonly AnyProjection[] = [boxes()], items: ItemStore = rig.items) => ({
  ...rig.subscribing,
  items,
  projections,
  // Whoever waits for another process sees time go by.
  backoff: {
    wait: () => {
      rig.clock.advance(1000);
      return Promise.resolve();
    },
  },
});
const projector = (...projections: readonly AnyProjection[]): Projector =>
  createProjector(projecting(projections.length === 0 ? undefined : projections));
const all = (): { readonly deadline: number } => ({ deadline: rig.clock.now() + 60_000 });
const arrives = async (stream: string, ...by: readonly number[]): Promise<void> => {
  await rig.indexer().index([await rig.commit(stream, ...by.map((one) => moved(one)))]);
};
const partition = indexPartitionOf('box-a');
const rows = async (of = rig.items, generation = 1): Promise<readonly string[]> =>
  (await of.query({ partition: `view-boxes-${generation}` })).map(({ key }) => key.sort);
const ends = (name: string, change: (by: number) => readonly RowChange[]): AnyProjection =>
  projection(name, { version: 1, events: [Moved], project: ({ data }) => change(data.by) });

describe('a projection', () => {
  it('failure mode 56: counts each event once, after a crash at every request and its answer lost', async () => {
    for (const after of [true, false]) {
      let crashed = true;
      for (let at = 1; crashed; at += 1) {
        fresh();
        await arrives('box-a', 1, 2);
        await arrives('box-a', 3);
        const crashing = crashingItems(rig.items, { at, after });
        await createProjector(projecting(undefined, crashing.items)).run(all());
        rig.clock.advance(61_000);

        await projector().run(all());

        expect(await views.get('boxes', 'box-a')).toMatchObject({ sum: 6, events: 3 });
        crashed = crashing.crashed();
      }
    }
  });

  it('failure mode 56: counts each event once when two processes run at the same time', async () => {
    for (let index = 0; index < 20; index += 1) {
      await arrives(`box-${index}`, 1, 2, 3);
    }

    await Promise.all([projector().run(all()), projector().run(all())]);
    await projector().run(all());

    const sums = await views.list('boxes', { prefix: '~' });
    expect(sums.reduce((sum, { fields }) => sum + Number(fields['sum']), 0)).toBe(120);
  });

  it('fits any number of rows into transactions, and each event into one', async () => {
    await arrives('box-a', ...Array.from({ length: 250 }, (_, index) => index));
    const many = ends('many', (by) => [
      { row: `r${by}`, add: { n: 1 } },
      { row: `s${by}`, set: { n: 1 } },
    ]);

    await projector(many).run(all());

    expect(await views.list('many')).toHaveLength(500);
  });

  it('stands still at an event that changes more rows than a transaction takes, and others go on', async () => {
    await arrives('box-a', 1, 100, 2);
    const wide = ends('wide', (by) => Array.from({ length: by }, (_, index) => ({ row: `r${index}`, add: { n: 1 } })));

    await projector(wide, boxes()).run(all());

    const lag = (await projector(wide).lag('wide')).find((one) => one.partition === partition);
    expect(lag).toMatchObject({ position: 1, events: 2, stopped: { version: 2, reason: 'store-limit' } });
    expect(await views.get('boxes', 'box-a')).toMatchObject({ events: 3 });
    await projector(wide).skip('wide', { partition, position: 2, by: 'ann', reason: 'too wide' });
    await projector(wide).run(all());
    expect(await views.get('wide', 'r0')).toEqual({ n: 2 });
  });

  it('takes rows away', async () => {
    await arrives('box-a', 1, 2, -1, 3);
    const open = ends('open', (by) => (by < 0 ? [{ row: 'r', gone: true }] : [{ row: 'r', add: { sum: by } }]));

    await projector(open).run(all());

    expect(await views.get('open', 'r')).toEqual({ sum: 3 });
  });

  it('fails to be named when it is not declared', async () => {
    await expect(projector().requestRebuild('none')).rejects.toMatchObject({ code: 'input-invalid' });
    expect(() => projection('Not Good', { version: 1, events: [Moved], project: () => [] })).toThrow(
      expect.objectContaining({ code: 'definition-invalid' }),
    );
  });
});

describe('building a view anew', () => {
  it('failure mode 57: tells a replay from what is new, and begins with the first event', async () => {
    const contexts: ProjectionContext[] = [];
    const watched = boxes(1, (context) => contexts.push(context));
    await projector(watched).run(all());
    await arrives('box-a', 1, 2);
    await projector(watched).run(all());
    await rebuild(projecting([watched]), { projection: 'boxes', ...all() });

    expect(contexts.map(({ version, replay }) => [version, replay])).toEqual([
      [1, false],
      [2, false],
      [1, true],
      [2, true],
    ]);
  });

  it('begins by itself when its version has grown; until then the old view is read as it was', async () => {
    await arrives('box-a', 1);
    await projector().run(all());
    await arrives('box-a', 2);

    await createProjector(projecting([boxes(2)])).run({ deadline: rig.clock.now() });
    const before = await views.get('boxes', 'box-a');
    const [run] = await projector(boxes(2)).run(all());

    expect(before).toMatchObject({ sum: 1 });
    expect(run).toMatchObject({ live: undefined, switched: true });
    expect(await views.get('boxes', 'box-a')).toMatchObject({ sum: 3 });
  });

  it('counts how far readers are behind, not how much of the new view is left', async () => {
    await arrives('box-a', 1);
    await projector().run(all());
    rig.clock.advance(3_600_000);
    await projector().requestRebuild('boxes');
    rig.telemetry.counts.clear();

    await createProjector(projecting()).run({ deadline: rig.clock.now() });

    expect(rig.telemetry.counts.get('SecondsBehind')).toBe(0);
    expect(rig.telemetry.counts.get('EventsBehind')).toBe(0);
  });

  it('counts how far readers are behind while another version of the code keeps their view', async () => {
    await projector(boxes(2)).run(all());
    await arrives('box-a', 1);
    rig.clock.advance(5000);
    rig.telemetry.counts.clear();

    await projector(boxes(1)).run(all());
    const old = rig.telemetry.counts.get('SecondsBehind');
    rig.telemetry.counts.clear();
    await createProjector(projecting([boxes(3)])).run({ deadline: rig.clock.now() });

    expect(old).toBe(5);
    expect(rig.telemetry.counts.get('SecondsBehind')).toBe(5);
    expect(rig.telemetry.counts.get('EventsBehind')).toBe(1);
  });

  it('leaves a view alone that a newer version has made', async () => {
    await projector(boxes(2)).run(all());
    await arrives('box-a', 1);

    const [run] = await projector(boxes(1)).run(all());

    expect(run).toMatchObject({ live: undefined, building: undefined });
    expect(await rows()).toEqual([]);
  });

  it('reports its progress up to everything', async () => {
    await arrives('box-a', 1, 2);
    await arrives('box-b', 3);
    await projector().run(all());
    const told: RebuildProgress[] = [];

    await rebuild(projecting(), { projection: 'boxes', ...all(), progress: (one) => told.push(one) });

    expect(told.at(-1)).toEqual({ projection: 'boxes', generation: 2, done: 3, total: 3 });
  });

  it('never takes a reader back: it is not switched while the live view is ahead', async () => {
    await arrives('box-a', 1);
    await projector().run(all());
    await projector().requestRebuild('boxes');
    const late: ItemStore = {
      ...rig.items,
      transact: async (writes) => {
        // Between the last look of the new generation and the switch, the live one goes on.
        if (writes.length === 17) {
          await arrives('box-a', 2);
          await projector().run({ deadline: rig.clock.now() + 60_000 });
        }
        return rig.items.transact(writes);
      },
    };

    const [run] = await createProjector(projecting(undefined, late)).run(all());

    expect(await views.get('boxes', 'box-a')).toMatchObject({ sum: 3 });
    expect(run?.switched).toBe(false);
  });

  it('goes on where it was after a crash at every request, and comes to the same', async () => {
    let crashed = true;
    for (let at = 1; crashed; at += 1) {
      fresh();
      await arrives('box-a', 1, 2);
      await arrives('box-b', 3);
      await projector().run(all());
      const crashing = crashingItems(rig.items, { at, after: at % 2 === 0 });
      const first = projecting(undefined, crashing.items);
      await rebuild(first, { projection: 'boxes', ...all() }).catch(() => undefined);
      rig.clock.advance(61_000);
      await arrives('box-a', 4);

      const { live, building } = await projector().state('boxes');
      const result = building && (await rebuild(projecting(), { projection: 'boxes', ...all() }));
      await projector().run(all());

      expect(result?.kind ?? 'switched').toBe('switched');
      expect((await projector().state('boxes')).live?.generation).toBe(
        building === undefined ? live?.generation : building.generation,
      );
      expect(await views.get('boxes', 'box-a')).toMatchObject({ sum: 7, events: 3 });
      crashed = crashing.crashed();
    }
  });

  it('says where it stands still instead of switching', async () => {
    await arrives('box-a', 1, 5);
    const odd = (version: number): AnyProjection =>
      projection('odd', {
        version,
        events: [Moved],
        project: ({ data }): readonly RowChange[] => {
          if (version === 2 && data.by === 5) {
            throw new TypeError('five');
          }
          return [{ row: 'r', add: { sum: data.by } }];
        },
      });
    await projector(odd(1)).run(all());

    const stopped = await rebuild(projecting([odd(2)]), { projection: 'odd', ...all() });

    expect(stopped).toMatchObject({ kind: 'stopped', events: 1 });
    expect(await views.get('odd', 'r')).toEqual({ sum: 6 });
  });

  it('deletes the old rows once nobody can be in the midst of them', async () => {
    await arrives('box-a', 1);
    await projector().run(all());
    await rebuild(projecting(), { projection: 'boxes', ...all() });

    await projector().run(all());
    const kept = await rows();
    rig.clock.advance(61_000);
    await projector().run(all());

    expect(kept).not.toEqual([]);
    expect(await rows()).toEqual([]);
    expect(await rows(rig.items, 2)).toEqual(kept);
    expect((await projector().state('boxes')).retired).toEqual([]);
  });

  it('lets a process that was frozen since before the switch write nothing any more', async () => {
    await arrives('box-a', 1);
    let frozen = true;
    const slow = boxes(1);
    const items: ItemStore = {
      ...rig.items,
      transact: async (writes) => {
        if (frozen) {
          frozen = false;
          rig.clock.advance(61_000);
          await rebuild(projecting(), { projection: 'boxes', ...all() });
          rig.clock.advance(61_000);
          await projector().run(all());
        }
        return rig.items.transact(writes);
      },
    };

    await createProjector(projecting([slow], items)).run(all());
    await arrives('box-a', 2);
    await projector().run(all());

    expect(await rows()).toEqual([]);
    expect(await views.get('boxes', 'box-a')).toMatchObject({ sum: 3, events: 2 });
  });
});
