import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { longestSnapshotBytes } from '../../../../lambdas/core/event-store/next-snapshot.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';

const Noted = event('test.noted', { schema: z.object({ key: z.string(), text: z.string() }), key: ({ key }) => key });
const fold: Fold<string, readonly [typeof Noted]> = {
  category: 'note',
  initial: '',
  events: [Noted],
  evolve: (state, { data }) => state + data.text,
};
const withSnapshot: typeof fold = { ...fold, snapshot: { version: 1, schema: z.string() } };
const note = (bytes: number): ReturnType<typeof Noted.of> => Noted.of({ key: 'a', text: 'x'.repeat(bytes) });

let memory: ReturnType<typeof createMemoryItemStore>;
let payloads: ReturnType<typeof memoryPayloads>;
let counting: ReturnType<typeof countingItems>;
let events: EventStore;
let homeBytes: number;

beforeEach(() => {
  memory = createMemoryItemStore();
  payloads = memoryPayloads();
  counting = countingItems(memory);
  homeBytes = Infinity;
  events = createEventStore({
    items: counting.items,
    writer: createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' }),
    publishes: [Noted],
    spill: createSpill({ payloads, spillBytes: 64 * 1024, fitsHome: ({ body }) => body.length <= homeBytes }),
    payloads,
  });
});

describe('an event that is longer than an item takes', () => {
  it('failure mode 15: is appended in one write, once aside for its stream and its message, and read whole', async () => {
    const result = await events.append(fold, {
      after: emptyStream(fold, 'note-a'),
      events: [note(1_000_000), note(3)],
      cause: undefined,
    });
    const { state } = await events.load(fold, 'note-a');

    expect(result.kind).toBe('appended');
    expect(counting.counts).toEqual({ get: 1, write: 1, transact: 0, query: 0 });
    expect(state).toHaveLength(1_000_003);
    expect([...payloads.kept.values()].map(({ id, life }) => ({ id, life }))).toEqual([{ id: 'm1', life: 'stream' }]);
    const [first] = outboxEntries(await memory.get(tipKey('note-a')));
    expect(first?.message.body).toContain('"dataref":"memory:stream/m1"');
  });

  it('is read whole in a batch that was calved off, too', async () => {
    for (const bytes of [200_000, 20_000, 20_000]) {
      const after = await events.load(fold, 'note-a');
      await events.append(fold, { after, events: [note(bytes)], cause: undefined });
    }

    const loaded = await events.load(fold, 'note-a');

    expect(loaded.tip.base).toBe(2);
    expect(loaded.state).toHaveLength(240_000);
  });

  it('is not appended while the store of payloads does not answer', async () => {
    payloads.down = true;
    const append = { after: emptyStream(fold, 'note-a'), events: [note(100_000)], cause: undefined };

    await expect(events.append(fold, append)).rejects.toMatchObject({ code: 'store-unavailable', retryable: true });

    expect(await memory.get(tipKey('note-a'))).toBeUndefined();
  });

  it('makes the stream unreadable for good, not empty, when its data is gone', async () => {
    await events.append(fold, { after: emptyStream(fold, 'note-a'), events: [note(100_000)], cause: undefined });
    payloads.kept.clear();

    await expect(events.load(fold, 'note-a')).rejects.toMatchObject({ code: 'payload-missing' });
  });
});

it('keeps an event whole in its stream whose message its home does not take', async () => {
  homeBytes = 1000;

  await events.append(fold, { after: emptyStream(fold, 'note-a'), events: [note(2000)], cause: undefined });

  const tip = await memory.get(tipKey('note-a'));
  expect(tip?.attributes['events']).toEqual([expect.stringContaining('"data"') as unknown]);
  expect(outboxEntries(tip)[0]?.message.body).toContain('"dataref":"memory:message/m1"');
});

it.each([
  [longestSnapshotBytes - 2, true],
  [longestSnapshotBytes - 1, false],
])('keeps a snapshot of %i characters and two quotes: %p (failure mode 15)', async (length, kept) => {
  const parts = [40_000, length - 40_000];
  for (const bytes of parts) {
    const after = await events.load(withSnapshot, 'note-a');
    await events.append(withSnapshot, { after, events: [note(bytes)], cause: undefined });
  }

  const { state, tip } = await events.load(withSnapshot, 'note-a');

  expect(state).toHaveLength(length);
  expect(tip.snapshot?.version).toBe(kept ? 2 : 1);
});
