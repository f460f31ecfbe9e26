import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { event } from '../../lambdas/contracts/events/event-type.ts';
import { ReleaseStock, ReserveStock, StockReserved } from '../../lambdas/contracts/orders/inventory-messages.ts';
import {
  ConfirmOrder,
  OrderConfirmed,
  OrderPlaced,
  PlaceOrder,
} from '../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import type { Fold } from '../../lambdas/core/event-store/decider.ts';
import { type Loaded, emptyStream } from '../../lambdas/core/event-store/loaded-stream.ts';
import { idempotentWrites } from '../../lambdas/core/idempotency/idempotent-writes.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { createInventory } from '../../lambdas/inventory/inventory.ts';
import { stockKey } from '../../lambdas/inventory/stock.ts';
import { createNotifyCustomer } from '../../lambdas/notify-customer/notify-customer.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import { meterCapacity } from '../support/capacity-meter.ts';
import { arriving } from '../support/commands.ts';
import { countCommands } from '../support/counting-client.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { placedOrder } from '../support/placed-order.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const { client, items } = openEventTable('cost-budget');
const requests = countCommands(client);
const capacity = meterCapacity(client);
const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/test' });
const publishes = [OrderPlaced, OrderConfirmed, StockReserved];
const events = createEventStore({ items, writer, publishes });
const backoff = { wait: () => Promise.resolve() };
const context = { deadline: Date.now() + 600_000, receiveCount: 1 };

let order: ReturnType<typeof placedOrder>;

beforeEach(() => {
  order = placedOrder({ orderId: randomUUID() });
});

/** What an operation takes on the wire, without what went before. */
async function costOf(operation: () => Promise<unknown>): Promise<Cost> {
  requests.reset();
  capacity.reset();
  await operation();
  return { requests: requests.sent, ...capacity.used };
}

type Cost = typeof capacity.used & { readonly requests: typeof requests.sent };
const [get, put, update, transaction] = [
  'GetItemCommand',
  'PutItemCommand',
  'UpdateItemCommand',
  'TransactWriteItemsCommand',
] as const;

describe('requests and capacity units of the order pipeline, an order of one line', () => {
  it('a command that begins a stream: one put of one item that enters the index', async () => {
    const consumer = createPlaceOrder({ events, backoff });

    const cost = await costOf(() => consumer.handle(arriving(PlaceOrder.of(order)), context));

    expect(cost).toEqual({ requests: { [put]: 1 }, writes: 2, indexWrites: 1, reads: 0 });
  });

  it('a command to a stream: one get and one update', async () => {
    const consumer = createPlaceOrder({ events, backoff });
    await consumer.handle(arriving(PlaceOrder.of(order)), context);
    const confirmation = arriving(ConfirmOrder.of({ orderId: order.orderId, parcel: 'p' }));

    const cost = await costOf(() => consumer.handle(confirmation, context));

    expect(cost).toEqual({ requests: { [get]: 1, [update]: 1 }, writes: 3, indexWrites: 0, reads: 1 });
  });

  it('a saga: its start is one put that enters two indexes, a reply one get and one update that move it in neither', async () => {
    const ports = { items, writer, clock: systemClock, telemetry: recordingTelemetry() };
    const consumer = createFulfilOrder(ports);

    const start = await costOf(() => consumer.handle(arriving(OrderPlaced.of(order)), context));
    const [command] = outboxEntries(await items.get(sagaKey('fulfilment', order.orderId)));
    const reply = { ...arriving(StockReserved.of({ orderId: order.orderId })), causationid: command?.message.id ?? '' };
    const answer = await costOf(() => consumer.handle(reply, context));

    expect(start).toEqual({ requests: { [put]: 1 }, writes: 2, indexWrites: 2, reads: 0 });
    expect(answer).toEqual({ requests: { [get]: 1, [update]: 1 }, writes: 2, indexWrites: 0, reads: 1 });
  });

  it('a reservation: one transaction; its release: one get and one transaction', async () => {
    const consumer = createInventory({ events, backoff });
    const { orderId } = order;
    await items.write({ kind: 'put', key: stockKey('CD'), attributes: { available: 2 }, when: [] });
    const reserve = arriving(ReserveStock.of({ orderId, lines: [{ sku: 'CD', quantity: 2 }] }));

    const reservation = await costOf(() => consumer.handle(reserve, context));
    const release = await costOf(() => consumer.handle(arriving(ReleaseStock.of({ orderId })), context));

    expect(reservation).toEqual({ requests: { [transaction]: 1 }, writes: 6, indexWrites: 1, reads: 0 });
    expect(release).toEqual({ requests: { [get]: 1, [transaction]: 1 }, writes: 6, indexWrites: 0, reads: 1 });
  });
});

describe('requests and capacity units of an idempotent consumer', () => {
  it('whose effect is elsewhere: two writes, and one for a duplicate', async () => {
    const notices: string[] = [];
    const notifier = {
      notify: ({ orderId }: { readonly orderId: string }) => Promise.resolve(void notices.push(orderId)),
    };
    const consumer = createNotifyCustomer({ items, clock: systemClock, ids: uuidSource, fingerprint, notifier });
    const { orderId, customerId, total } = order;
    const message = arriving(OrderConfirmed.of({ orderId, customerId, parcel: 'p', total }));
    const unique = { ...message, id: randomUUID() };

    const first = await costOf(() => consumer.handle(unique, context));
    const second = await costOf(() => consumer.handle(unique, context));

    expect(first).toEqual({ requests: { [put]: 1, [update]: 1 }, writes: 2, indexWrites: 0, reads: 0 });
    expect(second).toEqual({ requests: { [put]: 1 }, writes: 1, indexWrites: 0, reads: 0 });
    expect(notices).toEqual([orderId]);
  });

  it('whose effect is the append it is joined to: no write for a duplicate, and none beside the append', async () => {
    const consumer = createPlaceOrder({ events, backoff });
    await consumer.handle(arriving(PlaceOrder.of(order)), context);
    const confirmation = arriving(ConfirmOrder.of({ orderId: order.orderId, parcel: 'p' }));

    const first = await costOf(() => consumer.handle(confirmation, context));
    const second = await costOf(() => consumer.handle(confirmation, context));

    expect(first.requests).toEqual({ [get]: 1, [update]: 1 });
    expect(second).toEqual({ requests: { [get]: 1 }, writes: 0, indexWrites: 0, reads: 1 });
  });

  it('whose effect is any write to the table, joined with its mark: one transaction of two items', async () => {
    const key = { partition: `customer-${randomUUID()}`, sort: 'confirmations' };
    const consumer = idempotentWrites(
      {
        name: 'countConfirmations',
        handles: [OrderConfirmed],
        changes: () => Promise.resolve([{ kind: 'update', key, add: { count: 1 }, when: [] }]),
      },
      { items, clock: systemClock, ids: uuidSource, fingerprint },
    );
    const { orderId, customerId, total } = order;
    const message = arriving(OrderConfirmed.of({ orderId, customerId, parcel: 'p', total }));
    const unique = { ...message, id: randomUUID() };

    const first = await costOf(() => consumer.handle(unique, context));
    const second = await costOf(() => consumer.handle(unique, context));

    expect(first).toEqual({ requests: { [transaction]: 1 }, writes: 4, indexWrites: 0, reads: 0 });
    expect(second.requests).toEqual({ [transaction]: 1 });
    expect((await items.get(key))?.attributes).toEqual({ count: 1 });
  });
});

describe('requests and capacity units of a stream', () => {
  const Noted = event('note.taken', { schema: z.object({ text: z.string() }), key: () => 'note' });
  const notes: Fold<number> = {
    category: 'note',
    initial: 0,
    events: [Noted],
    evolve: (count) => count + 1,
    snapshot: { version: 1, schema: z.number() },
  };
  const quiet = createEventStore({ items, writer, publishes: [] });
  const texts = (count: number, length: number): ReturnType<typeof Noted.of>[] =>
    Array.from({ length: count }, () => Noted.of({ text: 'x'.repeat(length) }));
  const append = (after: Loaded<number>, drafts: readonly ReturnType<typeof Noted.of>[]) =>
    quiet.append(notes, { after, events: drafts, cause: undefined });

  let stream: string;

  beforeEach(() => {
    stream = `note-${randomUUID()}`;
  });

  it('an append of ten events to a stream that the caller holds: one update, no read', async () => {
    await append(emptyStream(notes, stream), texts(1, 10));
    const after = await quiet.load(notes, stream);

    const cost = await costOf(() => append(after, texts(10, 10)));

    expect(cost).toEqual({ requests: { [update]: 1 }, writes: 4, indexWrites: 0, reads: 0 });
  });

  it('an append that calves the tip: one transaction of two items; the load after it: one get', async () => {
    await append(emptyStream(notes, stream), texts(15, 2000));
    const after = await quiet.load(notes, stream);

    const calving = await costOf(() => append(after, texts(2, 2000)));
    const loading = await costOf(() => quiet.load(notes, stream));

    expect(calving).toEqual({ requests: { [transaction]: 1 }, writes: 2 * 68, indexWrites: 0, reads: 0 });
    expect(loading).toEqual({ requests: { [get]: 1 }, writes: 0, indexWrites: 0, reads: 2 });
    expect((await quiet.load(notes, stream)).state).toBe(17);
  });
});
