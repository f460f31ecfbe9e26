import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { AppendAllResult } from '../../../../lambdas/core/event-store/event-store.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import type { Attributes } from '../../../../lambdas/core/ports/item-store.ts';
import {
  type InlineView,
  appendWithView,
  readInlineRow,
  repairInlineRow,
} from '../../../../lambdas/core/projection/inline-view.ts';
import { type IndexedStreams, Moved, Noted, box, indexedStreams, moved } from '../../../support/indexed-streams.ts';

const view = (version = 1): InlineView<readonly [typeof Moved, typeof Noted]> => ({
  name: 'box-sums',
  version,
  events: [Moved, Noted],
  project: (event) => (event.type === 'test.moved' ? { add: { sum: event.data.by * version } } : undefined),
});

let memory: ReturnType<typeof createMemoryItemStore>;
let rig: IndexedStreams;

beforeEach(() => {
  memory = createMemoryItemStore();
  rig = indexedStreams(memory, createMemoryItemStore());
});

const append = async (by: number, using = view()): Promise<AppendAllResult> => {
  const after = await rig.events.load(box, 'box-a');
  const request = { fold: box, after, events: [moved(by), Noted.of({ key: 'k' })], cause: undefined };
  return appendWithView({ events: rig.events, items: memory }, using, request);
};
const row = (using = view()): Promise<Attributes | undefined> => readInlineRow(memory, using, 'box-a');

describe('an inline view', () => {
  it('is true in the moment the stream changes', async () => {
    await append(1);
    await append(2);

    expect(await row()).toEqual({ sum: 3 });
  });

  it('failure mode 56: counts no event twice and none that was refused', async () => {
    await append(1);
    const stale = { fold: box, after: emptyStream(box, 'box-a'), events: [moved(5)], cause: undefined };

    const result = await appendWithView({ events: rig.events, items: memory }, view(), stale);

    expect(result.kind).toBe('conflict');
    expect(await row()).toEqual({ sum: 1 });
  });

  it('tells a stream that has moved on from a row that is behind', async () => {
    await append(1);
    const after = await rig.events.load(box, 'box-a');
    await append(2);

    const request = { fold: box, after, events: [moved(5)], cause: undefined };
    const result = await appendWithView({ events: rig.events, items: memory }, view(), request);

    expect(result).toEqual({ kind: 'conflict', streams: ['box-a'] });
    expect(await row()).toEqual({ sum: 3 });
  });

  it('is made of the whole stream when the stream is older than the view', async () => {
    await rig.commit('box-a', moved(1), moved(2));

    const result = await append(3);

    expect(result.kind).toBe('appended');
    expect(await row()).toEqual({ sum: 6 });
  });

  it('is made anew when its version has grown, and not read before', async () => {
    await append(1);
    const before = await row(view(2));

    await append(2, view(2));

    expect(before).toBeUndefined();
    expect(await row(view(2))).toEqual({ sum: 6 });
  });

  it('can be repaired at any time, and stays what it is when it is right', async () => {
    await append(1);
    await repairInlineRow({ events: rig.events, items: memory }, view(), 'box-a');
    await append(2);

    expect(await row()).toEqual({ sum: 3 });
  });

  it('lets a stream begin whose row was repaired before there was one', async () => {
    await repairInlineRow({ events: rig.events, items: memory }, view(), 'box-a');

    const result = await append(1);

    expect(result.kind).toBe('appended');
    expect(await row()).toEqual({ sum: 1 });
  });
});
