import { expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemChange } from '../../../../lambdas/core/ports/item-change.ts';
import type { Attributes } from '../../../../lambdas/core/ports/item-store.ts';
import { generationReader } from '../../../../lambdas/core/projection/generation.ts';
import { createProjector } from '../../../../lambdas/core/projection/projector.ts';
import { rebuild } from '../../../../lambdas/core/projection/rebuild.ts';
import { backoff, boxes, indexedStreams, moved } from '../../../support/indexed-streams.ts';

const streams = Array.from({ length: 1000 }, (_, index) => `box-${index}`);
const eventsOfCommit = 10;
const commitsOfStream = 10;

it('failure mode 57: 100,000 events in 1,000 streams: a view that is built anew while events arrive is the live one, event for event', async () => {
  const memory = createMemoryItemStore();
  const rig = indexedStreams(memory, createMemoryItemStore());
  const indexer = rig.indexer();
  const view = boxes();
  const projecting = { ...rig.subscribing, projections: [view], backoff };
  const projector = createProjector(projecting);
  const all = { deadline: rig.clock.now() + 1000 };
  /** One commit to each stream, indexed in batches as a stream gives them. */
  const arrive = async (): Promise<void> => {
    let batch: ItemChange[] = [];
    for (const [index, stream] of streams.entries()) {
      const drafts = Array.from({ length: eventsOfCommit }, (_, at) => moved(((index * 7 + at) % 19) + 1));
      batch.push(await rig.commit(stream, ...drafts));
      if (batch.length === 100 || index === streams.length - 1) {
        await indexer.index(batch);
        batch = [];
      }
    }
  };
  const rowsOf = async (generation: number): Promise<ReadonlyMap<string, Attributes>> => {
    const rows = await rig.items.query({ partition: `view-boxes-${generation}` });
    return new Map(rows.map(({ key, attributes }) => [key.sort, attributes]));
  };
  for (let round = 0; round < commitsOfStream / 2; round += 1) {
    await arrive();
  }
  await projector.run(all);

  const [built] = await Promise.all([
    rebuild(projecting, { projection: 'boxes', ...all }),
    (async () => {
      for (let round = 0; round < commitsOfStream / 2; round += 1) {
        await arrive();
        await projector.run(all);
      }
    })(),
  ]);
  await projector.run(all);
  // Whoever keeps the old generation goes on up to the same end.
  await generationReader(projecting, view, { generation: 1, building: false }).run(all);

  const [old, anew] = [await rowsOf(1), await rowsOf(2)];
  expect(built.kind).toBe('switched');
  expect(anew.size).toBe(streams.length + 3);
  expect(anew).toEqual(old);
  expect(anew.get('box-999')).toMatchObject({ events: eventsOfCommit * commitsOfStream });
  expect(Object.keys(anew.get('box-0') ?? {}).filter((name) => name.startsWith('v'))).toHaveLength(100);
}, 60_000);
