import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import type { Loaded } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { longestSpilledSnapshotBytes } from '../../../../lambdas/core/event-store/next-snapshot.ts';
import { tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { itemBytes } from '../../../../lambdas/core/item-size/item-bytes.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { appendTo } from '../../../../lambdas/core/event-store/stream-append.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const Grown = event('test.grown', {
  schema: z.object({ key: z.string(), by: z.number(), pad: z.string() }),
  key: ({ key }) => key,
});

/** A state of a given length, so that few events make a long one. */
const reducer = (version: number): Fold<string, readonly [typeof Grown]> => ({
  category: 'text',
  initial: '',
  events: [Grown],
  evolve: (state, { data }) => state.slice(0, Math.max(state.length + data.by, 0)).padEnd(state.length + data.by, 'x'),
  snapshot: { version, schema: z.string() },
});
const fold = reducer(1);
const stream = 'text-a';
const grown = (by: number, padding = 0): ReturnType<typeof Grown.of> =>
  Grown.of({ key: 'a', by, pad: 'p'.repeat(padding) });
const calving = 33_000;

let memory: ReturnType<typeof createMemoryItemStore>;
let counts: ItemCounts;
let store: EventStore;

beforeEach(() => {
  memory = createMemoryItemStore();
  const counting = countingItems(memory);
  counts = counting.counts;
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  store = createEventStore({ items: counting.items, writer, publishes: [] });
});

async function append(using: typeof fold, ...events: readonly ReturnType<typeof grown>[]): Promise<Loaded<string>> {
  const after = await store.load(using, stream);
  Object.assign(counts, { get: 0, write: 0, transact: 0, query: 0 });
  const result = await store.append(using, { after, events, cause: undefined });
  return result.kind === 'appended' ? result.stream : after;
}

async function loaded(using = fold): Promise<Loaded<string>> {
  Object.assign(counts, { get: 0, write: 0, transact: 0, query: 0 });
  return store.load(using, stream);
}

const pieces = async (of = 1): Promise<number> =>
  (await memory.query({ partition: stream, sortPrefix: `snapshot#${of}#` })).length;

describe('a state that is too long for the tip', () => {
  it('goes to an item of its own when the tip calves, in the same transaction, and is read with one query', async () => {
    await append(fold, grown(100_000));

    await append(fold, grown(1, calving));

    expect(counts).toEqual({ get: 0, write: 0, transact: 1, query: 0 });
    expect(await pieces()).toBe(1);
    expect((await loaded()).state).toHaveLength(100_001);
    expect(counts).toEqual({ get: 1, write: 0, transact: 0, query: 1 });
  });

  it('is not written again while it reaches into the tip: appends are one write, or one that calves', async () => {
    await append(fold, grown(100_000));
    await append(fold, grown(1, calving));

    for (let index = 0; index < 5; index += 1) {
      const { tip } = await append(fold, grown(1));
      expect(counts).toEqual({ get: 0, write: index === 0 ? 0 : 1, transact: index === 0 ? 1 : 0, query: 0 });
      expect(tip.snapshot).toMatchObject({ version: 2 });
    }

    expect((await loaded()).state).toHaveLength(100_006);
    expect(counts).toMatchObject({ get: 1, query: 1 });
  });

  it('needs no items while all its events lie in the tip', async () => {
    await append(fold, grown(100_000));

    expect(await pieces()).toBe(0);
    expect((await loaded()).state).toHaveLength(100_000);
    expect(counts).toEqual({ get: 1, write: 0, transact: 0, query: 0 });
  });

  it.each([
    [320_000, 2],
    [1_000_000, 4],
    [longestSpilledSnapshotBytes - 3, 7],
    [longestSpilledSnapshotBytes - 2, 0],
  ])('failure mode 15: of %i characters lies in %i items, each far below 400 KB', async (length, count) => {
    await append(fold, grown(length));
    await append(fold, grown(1, calving));

    const items = await memory.query({ partition: stream });

    expect(await pieces()).toBe(count);
    expect(Math.max(...items.map(itemBytes))).toBeLessThan(310 * 1024);
    expect((await loaded()).state).toHaveLength(length + 1);
  });

  it('takes pieces away that a shorter one leaves behind, and all when the tip holds it again', async () => {
    await append(fold, grown(900_000));
    await append(fold, grown(1, calving));
    expect(await pieces()).toBe(3);

    await append(fold, grown(-600_000), grown(1, calving));
    await append(fold, grown(1, calving));
    expect(await pieces()).toBe(1);
    await append(fold, grown(-290_000));

    expect(await pieces()).toBe(0);
    expect((await loaded()).state).toHaveLength(10_003);
    expect(counts).toEqual({ get: 1, write: 0, transact: 0, query: 0 });
  });

  it('leaves no room for itself beside other streams, and is kept by the next append alone', async () => {
    await append(fold, grown(100_000));
    const after = await store.load(fold, stream);
    const other = await store.load(fold, 'text-b');
    const appends = [
      appendTo(fold, { after, events: [grown(1, calving)] }),
      appendTo(fold, { after: other, events: [grown(1)] }),
    ];
    expect(await store.appendAll({ appends, cause: undefined })).toMatchObject({ kind: 'appended' });
    expect(await pieces()).toBe(0);

    await append(fold, grown(1));

    expect(await pieces()).toBe(1);
    expect((await loaded()).state).toHaveLength(100_002);
  });
});

describe('failure mode 55: a snapshot in items of its own', () => {
  beforeEach(async () => {
    await append(fold, grown(100_000));
    await append(fold, grown(1, calving));
  });

  it('is not trusted by a newer reducer, which folds every event and replaces it with the next append', async () => {
    const newer = { ...reducer(2), evolve: (state: string) => `${state}${'y'.repeat(70_000)}` };

    expect((await loaded(newer)).state).toBe('y'.repeat(140_000));
    expect(counts).toMatchObject({ get: 1, query: 1 });
    await append(newer, grown(1));

    expect([await pieces(1), await pieces(2)]).toEqual([0, 1]);
    expect((await loaded(newer)).state).toHaveLength(210_000);
    expect(counts).toMatchObject({ get: 1, query: 1 });
  });

  it('is not trusted by an older reducer, which leaves it alone as long as it reaches into the tip', async () => {
    await append(reducer(2), grown(1));

    expect((await loaded(fold)).state).toHaveLength(100_002);
    await append(fold, grown(1));
    expect([await pieces(1), await pieces(2)]).toEqual([0, 1]);
    await append(fold, grown(1, calving));

    expect([await pieces(1), await pieces(2)]).toEqual([1, 0]);
    expect((await loaded(fold)).state).toHaveLength(100_004);
  });

  it.each([
    ['a piece is gone', { kind: 'delete' }],
    ['a piece is of a newer version, whose tip was not read', { version: 9, piece: '"z"' }],
    ['a piece is of an older version', { version: 1, piece: '"z"' }],
  ])('is not trusted when %s: every event is folded, and the next append renews it', async (_, change) => {
    const key = { partition: stream, sort: 'snapshot#1#000' };
    await memory.write(
      'kind' in change ? { kind: 'delete', key, when: [] } : { kind: 'put', key, attributes: change, when: [] },
    );

    expect((await loaded()).state).toHaveLength(100_001);
    await append(fold, grown(1));

    expect((await loaded()).state).toHaveLength(100_002);
    expect((await memory.get(key))?.attributes).toMatchObject({ version: 3 });
  });

  it('is not trusted when it has no longer the shape of the state', async () => {
    const shaped = { ...reducer(1), snapshot: { version: 1, schema: z.string().check(z.maxLength(10)) } };

    expect((await loaded(shaped)).state).toHaveLength(100_001);
  });

  it('is not trusted when it ends before the events of the tip begin', async () => {
    const tip = await memory.get(tipKey(stream));
    const behind = { kind: 'update', key: tipKey(stream), set: { snapshot: { reducer: 1, version: 0, state: '""' } } };
    await memory.write({ ...behind, kind: 'update', when: [] });

    expect(tip?.attributes['base']).toBe(1);
    expect((await loaded()).state).toHaveLength(100_001);
  });

  it('is renewed by one of two writers: the other conflicts and leaves nothing of its own', async () => {
    const stale = await store.load(fold, stream);
    await append(fold, grown(5, calving));

    const result = await store.append(fold, { after: stale, events: [grown(7, calving)], cause: undefined });

    expect(result).toMatchObject({ kind: 'conflict', stream: { tip: { version: 3 } } });
    expect((await loaded()).state).toHaveLength(100_006);
  });
});
