import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import type { Fold } from '../../../../lambdas/core/event-store/decider.ts';
import { type EventStore, createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { type Loaded, emptyStream } from '../../../../lambdas/core/event-store/loaded-stream.ts';
import { tipKey } from '../../../../lambdas/core/event-store/tip.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import {
  createOutboxDispatch,
  dispatchClaimMilliseconds,
  dispatchMarginMilliseconds,
} from '../../../../lambdas/core/outbox/outbox-dispatch.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';
import { createOutboxSweeper } from '../../../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingIndex } from '../../../../lambdas/core/outbox/pending-shard.ts';
import type { OutgoingMessage, Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { createUnitOfWork } from '../../../../lambdas/core/unit-of-work/unit-of-work.ts';
import { countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const Noted = event('test.noted', { schema: z.object({ key: z.string(), note: z.string() }), key: ({ key }) => key });
const fold: Fold<string, readonly [typeof Noted]> = {
  category: 'note',
  initial: '',
  events: [Noted],
  evolve: (state, { data }) => `${state}${data.note}`,
};

let clock: ReturnType<typeof fixedClock>;
let memory: MemoryItemStore;
let counting: ReturnType<typeof countingItems>;
let telemetry: ReturnType<typeof recordingTelemetry>;
let sent: string[];
/** What the handler's publisher does with each call. */
let publishing: (messages: readonly OutgoingMessage[]) => ReturnType<Publisher['publish']>;
let position: number;

beforeEach(() => {
  clock = fixedClock();
  memory = createMemoryItemStore();
  counting = countingItems(memory);
  telemetry = recordingTelemetry();
  sent = [];
  publishing = accept;
  position = 0;
});

function accept(messages: readonly OutgoingMessage[]): ReturnType<Publisher['publish']> {
  sent.push(...messages.map(({ id }) => id));
  return Promise.resolve({ failed: [] });
}

/** A consumer that publishes at once, and, without a dispatch, one that leaves it to the relay. */
function eventsWith(items = counting.items, ids = 'm'): EventStore {
  const publisher: Publisher = { publish: (messages) => publishing(messages) };
  return createEventStore({
    items,
    writer: createMessageWriter({ ids: fixedIds(ids), clock, source: '/test' }),
    publishes: [Noted],
    dispatch: createOutboxDispatch({ items, publisher, telemetry, clock }),
  });
}

const note = (text: string, key = 'a'): ReturnType<typeof Noted.of> => Noted.of({ key, note: text });

async function append(events: EventStore, after: Loaded<string>, text: string): Promise<Loaded<string>> {
  const result = await events.append(fold, { after, events: [note(text)], cause: undefined });
  return result.kind === 'appended' ? result.stream : Promise.reject(new TypeError(result.kind));
}

const fresh = (): Loaded<string> => emptyStream(fold, 'note-a');

async function relayed(): Promise<void> {
  const relay = createOutboxRelay({
    items: counting.items,
    publisher: { publish: accept },
    telemetry,
    claims: { items: counting.items, clock },
  });
  const changes = memory.changesAfter(position, 100);
  const { failedFrom } = await relay.relay(changes);
  position = failedFrom === undefined ? Number(changes.at(-1)?.sequence ?? position) : Number(failedFrom) - 1;
}

async function swept(): Promise<void> {
  clock.advance(60_000);
  const sweeper = createOutboxSweeper({
    ...{
      items: memory,
      index: memory.index(pendingIndex),
      publisher: { publish: accept },
      telemetry,
      clock,
      ids: fixedIds('sweep'),
    },
    ...{ graceSeconds: 60, leaseSeconds: 60 },
  });
  await sweeper.sweep({ deadline: clock.now() + 60_000 });
}

async function pending(): Promise<readonly string[]> {
  return outboxEntries(await memory.get(tipKey('note-a'))).map(({ message }) => message.id);
}

/** Has the next publishing wait until it is released. */
function slowPublishing(): { readonly begun: Promise<void>; readonly release: () => void } {
  const begun = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  publishing = async (messages) => {
    begun.resolve(undefined);
    await released.promise;
    return accept(messages);
  };
  return {
    begun: begun.promise,
    release: () => {
      released.resolve(undefined);
    },
  };
}

describe('dispatch at once', () => {
  it('publishes what was committed, takes it out of the outbox and the index, and the relay has nothing to send', async () => {
    await append(eventsWith(), fresh(), '1');
    const afterDispatch = [...sent];
    await relayed();

    expect(afterDispatch).toEqual(['m1']);
    expect(sent).toEqual(['m1']);
    expect(await pending()).toEqual([]);
    expect((await memory.get(tipKey('note-a')))?.attributes).not.toHaveProperty('pendingShard');
    // The commit and the settling; the relay looks once.
    expect(counting.counts).toEqual({ get: 1, write: 2, transact: 0, query: 0 });
  });

  it('failure mode 33: sends again with the same id when it crashes between publishing and settling', async () => {
    const events = eventsWith({
      ...counting.items,
      write: (write) =>
        write.kind === 'update' ? Promise.reject(new TypeError('crashed')) : counting.items.write(write),
    });

    await append(events, fresh(), '1');
    await relayed();
    const afterRelay = [...sent];
    await swept();

    expect(afterRelay).toEqual(['m1']);
    expect(sent).toEqual(['m1', 'm1']);
    expect(await pending()).toEqual([]);
    expect(telemetry.lines).toContain('messages not dispatched');
  });

  it('loses nothing when it crashes before publishing: the sweeper sends it', async () => {
    publishing = () => Promise.reject(new TypeError('crashed'));

    await append(eventsWith(), fresh(), '1');
    await relayed();
    expect(sent).toEqual([]);
    await swept();

    expect(sent).toEqual(['m1']);
    expect(await pending()).toEqual([]);
  });

  it('leaves a message that its broker refuses where it is, and the commit stands', async () => {
    publishing = (messages) => Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'refused' })) });

    const stream = await append(eventsWith(), fresh(), '1');

    expect(stream.tip.version).toBe(1);
    expect(await pending()).toEqual(['m1']);
  });

  it('is sent by the relay at once when the relay comes to it after the claim', async () => {
    publishing = () => Promise.reject(new TypeError('crashed'));
    await append(eventsWith(), fresh(), '1');

    clock.advance(dispatchClaimMilliseconds);
    await relayed();

    expect(sent).toEqual(['m1']);
    expect(await pending()).toEqual([]);
  });

  it.each([
    [dispatchClaimMilliseconds - dispatchMarginMilliseconds, ['m1']],
    [dispatchClaimMilliseconds - dispatchMarginMilliseconds + 1, []],
  ])('failure mode 37: a dispatcher that comes %i ms after its commit sends %j', async (late, expected) => {
    const slow = {
      ...counting.items,
      write: async (...args: Parameters<typeof counting.items.write>) => {
        const result = await counting.items.write(...args);
        clock.advance(late);
        return result;
      },
    };

    await append(eventsWith(slow), fresh(), '1');

    expect(sent).toEqual(expected);
  });

  it('failure mode 37: a dispatcher that is slower than its claim sends only what its id shows as a duplicate', async () => {
    const { begun, release } = slowPublishing();
    const appending = append(eventsWith(), fresh(), '1');
    await begun;
    await swept();
    const afterSweep = [...sent];

    release();
    await appending;

    expect(afterSweep).toEqual(['m1']);
    expect(sent).toEqual(['m1', 'm1']);
    expect(await pending()).toEqual([]);
  });
});

describe('order per key', () => {
  it('failure mode 35: leaves a message to the relay while an older one of its item waits', async () => {
    publishing = () => Promise.reject(new TypeError('crashed'));
    const first = await append(eventsWith(), fresh(), '1');
    publishing = accept;
    await append(eventsWith(counting.items, 'n'), first, '2');

    expect(sent).toEqual([]);
    expect(await pending()).toEqual(['m1', 'n1']);
  });

  it('failure mode 35: lets nothing overtake a message that is left under a claim, in whatever batches they come', async () => {
    publishing = () => Promise.reject(new TypeError('crashed'));
    const first = await append(eventsWith(), fresh(), '1');
    await relayed();
    const second = await append(eventsWith(counting.items, 'n'), first, '2');
    await relayed();
    expect(sent).toEqual([]);

    clock.advance(dispatchClaimMilliseconds);
    await append(eventsWith(counting.items, 'o'), second, '3');
    await relayed();

    expect(sent).toEqual(['m1', 'n1', 'o1']);
    expect(await pending()).toEqual([]);
  });

  it('failure mode 35: a late success of the first dispatcher lets the relay go on with what stood behind it', async () => {
    const { begun, release } = slowPublishing();
    const slow = append(eventsWith(), fresh(), '1');
    await begun;
    publishing = accept;
    const second = await append(eventsWith(counting.items, 'n'), await eventsWith().load(fold, 'note-a'), '2');
    await relayed();
    release();
    await slow;
    await append(eventsWith(counting.items, 'o'), second, '3');
    await relayed();

    expect(sent).toEqual(['m1', 'n1', 'o1']);
  });

  it('dispatches again once the outbox is empty', async () => {
    await append(eventsWith(), fresh(), '1');
    const events = eventsWith(counting.items, 'n');
    await append(events, await events.load(fold, 'note-a'), '2');

    expect(sent).toEqual(['m1', 'n1']);
    expect(await pending()).toEqual([]);
  });
});

it('keeps apart the items of a batch: one that is left does not hold back another', async () => {
  publishing = (messages) =>
    messages.some(({ key }) => key === 'a') ? Promise.reject(new TypeError('crashed')) : accept(messages);
  const events = eventsWith();
  await append(events, fresh(), '1');
  await events.append(fold, { after: emptyStream(fold, 'note-b'), events: [note('2', 'b')], cause: undefined });

  await relayed();

  expect(sent).toEqual(['m2']);
  expect(position).toBe(memory.changesAfter(0, 100).length);
});

it('is no concern of a relay that knows of no claims: it sends what it sees', async () => {
  await append(eventsWith(), fresh(), '1');
  const relay = createOutboxRelay({ items: memory, publisher: { publish: accept }, telemetry });

  await relay.relay(memory.changesAfter(0, 1));

  expect(sent).toEqual(['m1', 'm1']);
});

describe('a message that is due later', () => {
  it('is left to the relay, which can have it kept, and holds back no other of its commit', async () => {
    const dispatch = createOutboxDispatch({
      ...{ items: counting.items, telemetry, clock },
      publisher: { publish: (messages) => publishing(messages) },
    });
    const message = (id: string): OutgoingMessage => ({ id, type: 'test.noted', key: 'a', body: '{}' });
    const unit = createUnitOfWork({ items: counting.items, dispatch });
    unit.change({
      write: { kind: 'put', key: { partition: 'note-a', sort: 'saga' }, attributes: { version: 1 }, when: [] },
      version: 1,
      messages: [{ ...message('timer'), dueAt: clock.now() + 1 }, message('command')],
    });

    await unit.commit();

    expect(sent).toEqual(['command']);
    const left = outboxEntries(await memory.get({ partition: 'note-a', sort: 'saga' }));
    expect(left.map((entry) => entry.message.id)).toEqual(['timer']);
  });
});
