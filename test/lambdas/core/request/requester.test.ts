import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { replyAddresses } from '../../../../lambdas/contracts/definition/reply-addresses.ts';
import { decodeEnvelope, knownTypes } from '../../../../lambdas/contracts/events/decode-envelope.ts';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import type { Draft } from '../../../../lambdas/contracts/events/event-type.ts';
import { sagaMessages } from '../../../../lambdas/contracts/sagas/saga-messages.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { requestKey } from '../../../../lambdas/core/request/request-item.ts';
import { createRequester } from '../../../../lambdas/core/request/requester.ts';
import { dueIndex, dueShardOf } from '../../../../lambdas/core/saga/timers/due-shard.ts';
import { dueTimers } from '../../../../lambdas/core/saga/timers/due-timers.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { AskPrice, ParcelPacked, ParcelPriced, PriceQuoted, PriceRefused, priceOfParcel, quotes } from './quotes.ts';

const { timerDue } = sagaMessages(priceOfParcel.name);
const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const fiveMinutes = 300_000;

let memory: MemoryItemStore;
let counts: ItemCounts;
let clock: ReturnType<typeof fixedClock>;
let telemetry: ReturnType<typeof recordingTelemetry>;
let requester: Consumer;

beforeEach(() => {
  memory = createMemoryItemStore();
  clock = fixedClock();
  telemetry = recordingTelemetry();
  const counting = countingItems(memory);
  counts = counting.counts;
  requester = createRequester({
    ...{ name: 'parcels', request: priceOfParcel, store: 'price', replyTo: 'parcels' },
    ...{ items: counting.items, clock, telemetry },
    writer: createMessageWriter({ ids: fixedIds('asker-'), clock, source: '/quotes/parcels' }),
  });
});

/** What the request of a message has sent so far. */
async function sent(asked: Envelope): Promise<readonly OutgoingMessage[]> {
  const item = await memory.get(requestKey('price', asked.id));
  return outboxEntries(item).map(({ message }) => message);
}

async function asked(): Promise<{ readonly packed: Envelope; readonly question: Envelope }> {
  const packed = arriving(ParcelPacked.of({ orderId: 'o-1' }));
  await requester.handle(packed, context);
  const [message] = await sent(packed);
  return { packed, question: decodeEnvelope(message?.body ?? '', knownTypes([AskPrice])) };
}

/** Replies as the responder does. */
function reply(draft: Draft, question: Envelope, pipeline = quotes): Envelope {
  const replies = replyAddresses(pipeline, 'pricing');
  const writer = createMessageWriter({ ids: fixedIds('reply-'), clock, source: '/quotes/pricing', replies });
  return writer.write(draft, question);
}

const quoted = PriceQuoted.of({ orderId: 'o-1', cents: 450 });
const timer = (packed: Envelope): Envelope => arriving(timerDue.of({ key: packed.id, step: 'reply', generation: 1 }));

describe('asking', () => {
  it('costs one write that holds the question and its timer, and names the queue for the reply', async () => {
    const { packed, question } = await asked();

    expect(counts).toEqual({ get: 0, write: 1, transact: 0, query: 0 });
    expect(question).toMatchObject({
      type: 'price.ask',
      replyto: 'parcels',
      causationid: packed.id,
      correlationid: packed.correlationid,
    });
    const { partition } = requestKey('price', packed.id);
    const due = await memory
      .index(dueIndex)
      .find(dueShardOf(partition), { before: clock.now() + fiveMinutes, limit: 10 });
    expect(due).toHaveLength(1);
  });

  it('asks once for a message that is delivered again', async () => {
    const { packed } = await asked();

    expect(await requester.handle(packed, context)).toMatchObject({ kind: 'ok', duplicate: true });
    expect(await sent(packed)).toHaveLength(1);
  });
});

describe('a reply', () => {
  it('is addressed to the queue that the question named', async () => {
    const { question } = await asked();

    expect(outgoingMessage(reply(quoted, question))).toMatchObject({ to: 'parcels', type: 'price.quoted' });
  });

  it('goes to its home when the responder does not know the address, or the message is no reply', async () => {
    const { question } = await asked();
    const stranger = { ...question, replyto: '__proto__' };

    expect(outgoingMessage(reply(quoted, stranger)).to).toBeUndefined();
    expect(outgoingMessage(reply(ParcelPriced.of(quoted.data), question)).to).toBeUndefined();
  });

  it('settles the request with one read and one write that holds what follows', async () => {
    const { packed, question } = await asked();
    counts.write = 0;

    const outcome = await requester.handle(reply(quoted, question), context);

    expect(outcome).toMatchObject({ kind: 'ok', duplicate: false });
    expect(counts).toEqual({ get: 1, write: 1, transact: 0, query: 0 });
    const [, follows] = await sent(packed);
    expect(follows).toMatchObject({ type: 'parcel.priced', key: 'o-1' });
    expect(decodeEnvelope(follows?.body ?? '', knownTypes([ParcelPriced]))).toMatchObject({
      causationid: 'reply-1',
      correlationid: packed.correlationid,
      data: { orderId: 'o-1', cents: 450 },
    });
  });

  it.each([
    ['a duplicate', quoted],
    ['another answer', PriceRefused.of({ orderId: 'o-1' })],
  ])('that is %s changes nothing and leaves a trace', async (_, draft) => {
    const { packed, question } = await asked();
    await requester.handle(reply(quoted, question), context);

    const outcome = await requester.handle(reply(draft, question), context);

    expect(outcome).toMatchObject({ kind: 'ok', duplicate: true });
    expect(await sent(packed)).toHaveLength(2);
    expect(telemetry.counts.get('RepliesIgnored')).toBe(1);
  });

  it.each([undefined, 'elsewhere', 'elsewhere.price-parcel'])(
    'to nothing that was asked (%s) leaves a trace',
    async (id) => {
      await asked();
      const stray = { ...arriving(quoted), ...(id !== undefined && { causationid: id }) };

      const outcome = await requester.handle(stray, context);

      expect(outcome).toMatchObject({ kind: 'ok', duplicate: true });
      expect(telemetry.counts.get('RepliesIgnored')).toBe(1);
    },
  );

  it('that meets the timer settles once: whoever comes second is given back and then ignored', async () => {
    const { packed, question } = await asked();
    clock.advance(fiveMinutes);

    const outcomes = await Promise.all([
      requester.handle(reply(quoted, question), context),
      requester.handle(timer(packed), context),
    ]);

    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'retry']);
    expect(await requester.handle(timer(packed), context)).toMatchObject({ kind: 'ok', duplicate: true });
    expect(await sent(packed)).toHaveLength(2);
  });
});

describe('the timer of a request', () => {
  it('is found by the sweep of timers when it has run out, and not before', async () => {
    const { packed } = await asked();
    const item = await memory.get(requestKey('price', packed.id));
    const found = (now: number): unknown => item && dueTimers(item, now);

    expect(found(clock.now() + fiveMinutes - 1)).toEqual([]);
    expect(found(clock.now() + fiveMinutes)).toMatchObject([
      { saga: 'price-parcel', key: packed.id, step: 'reply', generation: 1 },
    ]);
  });

  it('goes on without a reply, and ignores one that comes later', async () => {
    const { packed, question } = await asked();
    clock.advance(fiveMinutes);

    await requester.handle(timer(packed), context);
    await requester.handle(reply(quoted, question), context);

    expect((await sent(packed)).map(({ type }) => type)).toEqual(['price.ask', 'parcel.unpriced']);
    expect(telemetry.counts.get('RepliesIgnored')).toBe(1);
  });

  it('changes nothing when it comes early or belongs to nothing', async () => {
    const { packed } = await asked();

    await requester.handle(timer(packed), context);
    await requester.handle(timer({ ...packed, id: 'unknown' }), context);

    expect(await sent(packed)).toHaveLength(1);
    expect(telemetry.counts.get('RepliesIgnored')).toBe(2);
  });

  it('leaves the index when the request is settled', async () => {
    const { packed, question } = await asked();
    await requester.handle(reply(quoted, question), context);

    const { partition } = requestKey('price', packed.id);
    const due = await memory.index(dueIndex).find(dueShardOf(partition), { before: Number.MAX_SAFE_INTEGER, limit: 1 });

    expect(due).toEqual([]);
  });
});
