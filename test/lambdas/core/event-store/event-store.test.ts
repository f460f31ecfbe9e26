import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type EventType, event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { batchPrefix, tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const Added = event('test.added', {
  schema: z.object({ key: z.string(), by: z.number(), pad: z.string() }),
  key: (d) => d.key,
});
const Noted = event('test.noted', { schema: z.object({ key: z.string() }), key: (d) => d.key });

interface Sum {
  readonly sum: number;
}

const fold: Fold<Sum, readonly [typeof Added, typeof Noted]> = {
  category: 'sum',
  initial: { sum: 0 },
  events: [Added, Noted],
  evolve: (state, message) => (message.type === 'test.added' ? { sum: state.sum + message.data.by } : state),
};

const withSnapshot = (version: number): typeof fold => ({
  ...fold,
  snapshot: { version, schema: z.object({ sum: z.number() }) },
});

const add = (by: number, pad = ''): ReturnType<typeof Added.of> => Added.of({ key: 'a', by, pad });

let memory: ReturnType<typeof createMemoryItemStore>;
let counts: ItemCounts;
let store: EventStore;

function storeWith(publishes: readonly EventType[]): void {
  memory = createMemoryItemStore();
  const counting = countingItems(memory);
  counts = counting.counts;
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  store = createEventStore({ items: counting.items, writer, publishes });
}

async function appended(events: readonly ReturnType<typeof Added.of>[], using = fold): Promise<void> {
  for (const one of events) {
    const after = await store.load(using, 'sum-a');
    const result = await store.append(using, { after, events: [one], cause: undefined });
    expect(result.kind).toBe('appended');
  }
}

beforeEach(() => {
  storeWith([Added]);
});

describe('appending', () => {
  it('folds what was appended into the state of the next load', async () => {
    await appended([add(1), add(2), add(3)]);

    const loaded = await store.load(fold, 'sum-a');

    expect(loaded.state).toEqual({ sum: 6 });
    expect(loaded.tip.version).toBe(3);
  });

  it('costs one read and one write', async () => {
    await appended([add(1)]);

    expect(counts).toEqual({ get: 1, write: 1, transact: 0, query: 0 });
  });

  it('costs no read when the caller holds the stream', async () => {
    const first = await store.append(fold, { after: emptyStream(fold, 'sum-a'), events: [add(1)], cause: undefined });
    const held = first.kind === 'appended' ? first.stream : emptyStream(fold, 'sum-a');
    const second = await store.append(fold, { after: held, events: [add(2)], cause: undefined });

    expect(second).toMatchObject({ kind: 'appended', stream: { state: { sum: 3 } } });
    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });
  });

  it('keeps published events in the outbox of the same write, and internal ones out of it', async () => {
    const after = emptyStream(fold, 'sum-a');

    await store.append(fold, { after, events: [add(1), Noted.of({ key: 'a' })], cause: undefined });

    const tip = await memory.get(tipKey('sum-a'));
    expect(outboxEntries(tip).map(({ message }) => message.type)).toEqual(['test.added']);
  });

  it('hands correlation and causation on from the message that caused it', async () => {
    const cause = { id: 'cause', correlationid: 'flow', traceparent: '00-trace' };

    const result = await store.append(fold, { after: emptyStream(fold, 'sum-a'), events: [add(1)], cause });

    expect(result).toMatchObject({
      events: [{ causationid: 'cause', correlationid: 'flow', traceparent: '00-trace', subject: 'a' }],
    });
  });
});

describe('conflicts', () => {
  it('failure mode 21: rejects an append that would leave a gap', async () => {
    const after = {
      stream: 'sum-a',
      state: { sum: 0 },
      tip: { ...emptyStream(fold, 'sum-a').tip, version: 7, base: 7 },
    };
    await appended([add(1)]);

    const result = await store.append(fold, { after, events: [add(2)], cause: undefined });

    expect(result).toMatchObject({ kind: 'conflict', stream: { tip: { version: 1 } } });
  });

  it('answers the current state without another read when the stream moved on', async () => {
    const stale = await store.load(fold, 'sum-a');
    await appended([add(5)]);
    counts.get = 0;

    const result = await store.append(fold, { after: stale, events: [add(1)], cause: undefined });

    expect(result).toMatchObject({ kind: 'conflict', stream: { state: { sum: 5 } } });
    expect(counts.get).toBe(0);
  });

  it('names the refused change alongside and appends nothing', async () => {
    const key = { partition: 'stock-x', sort: 'stock' };
    const alongside = [
      { kind: 'update', key, add: { available: -1 }, when: [{ attribute: 'available', is: 'atLeast', value: 1 }] },
    ] as const;

    const result = await store.append(fold, {
      after: emptyStream(fold, 'sum-a'),
      events: [add(1)],
      cause: undefined,
      alongside,
    });

    expect(result).toEqual({ kind: 'refused', alongside: [0] });
    expect((await store.load(fold, 'sum-a')).tip.version).toBe(0);
  });
});

describe('a tip that grows', () => {
  const large = 'x'.repeat(20_000);

  it('failure mode 15: calves its events into a batch in one transaction of two items', async () => {
    await appended([add(1, large)]);
    counts.get = 0;
    counts.write = 0;

    await appended([add(2, large)]);

    expect(counts).toEqual({ get: 1, write: 0, transact: 1, query: 0 });
    const batches = await memory.query({ partition: 'sum-a', sortPrefix: batchPrefix });
    expect(batches).toHaveLength(1);
  });

  it('is read whole again after it calved more than once', async () => {
    await appended([add(1, large), add(2, large), add(3), add(4, large)]);

    const loaded = await store.load(fold, 'sum-a');

    expect(loaded.state).toEqual({ sum: 10 });
    expect(loaded.tip).toMatchObject({ version: 4, base: 3 });
  });

  it('loads with one read when its snapshot is fresh', async () => {
    const using = withSnapshot(1);
    await appended([add(1, large), add(2, large), add(3, large)], using);
    counts.get = 0;

    const loaded = await store.load(using, 'sum-a');

    expect(loaded.state).toEqual({ sum: 6 });
    expect(counts).toMatchObject({ get: 1, query: 0 });
  });

  it('failure mode 55: does not trust the snapshot of another reducer version', async () => {
    await appended([add(1, large), add(2, large)], withSnapshot(1));
    const doubled = { ...withSnapshot(2), evolve: (state: Sum) => ({ sum: state.sum + 100 }) };

    const loaded = await store.load(doubled, 'sum-a');

    expect(loaded.state).toEqual({ sum: 200 });
  });

  it('rejects a stream that lost a batch', async () => {
    await appended([add(1, large), add(2, large)]);
    const [batch] = await memory.query({ partition: 'sum-a', sortPrefix: batchPrefix });
    await memory.write({ kind: 'delete', key: batch?.key ?? tipKey('none'), when: [] });

    await expect(store.load(fold, 'sum-a')).rejects.toMatchObject({ code: 'stream-gap' });
  });
});
