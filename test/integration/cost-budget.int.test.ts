import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { ReleaseStock, ReserveStock, StockReserved } from '../../lambdas/contracts/orders/inventory-messages.ts';
import {
  ConfirmOrder,
  OrderConfirmed,
  OrderPlaced,
  PlaceOrder,
} from '../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { createInventory } from '../../lambdas/inventory/inventory.ts';
import { stockKey } from '../../lambdas/inventory/stock.ts';
import { createNotifyCustomer } from '../../lambdas/notify-customer/notify-customer.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import { arriving } from '../support/commands.ts';
import { countCommands } from '../support/counting-client.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { placedOrder } from '../support/placed-order.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const client = createDynamoClient();
const requests = countCommands(client);
const tableName = `cost-budget-${randomUUID()}`;
const items = createDynamoItemStore({ client, tableName, sleep, random: Math.random });
const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/test' });
const publishes = [OrderPlaced, OrderConfirmed, StockReserved];
const events = createEventStore({ items, writer, publishes });
const backoff = { wait: () => Promise.resolve() };
const context = { deadline: Date.now() + 600_000, receiveCount: 1 };

let order: ReturnType<typeof placedOrder>;

beforeAll(async () => {
  await createEventTable(client, tableName);
});

afterAll(async () => {
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  client.destroy();
});

beforeEach(() => {
  order = placedOrder({ orderId: randomUUID() });
  requests.reset();
});

describe('requests on the wire', () => {
  it('a command that begins a stream: one put', async () => {
    await createPlaceOrder({ events, backoff }).handle(arriving(PlaceOrder.of(order)), context);

    expect(requests.sent).toEqual({ PutItemCommand: 1 });
  });

  it('a command to a stream: one get and one update', async () => {
    const consumer = createPlaceOrder({ events, backoff });
    await consumer.handle(arriving(PlaceOrder.of(order)), context);
    requests.reset();

    await consumer.handle(arriving(ConfirmOrder.of({ orderId: order.orderId, parcel: 'p' })), context);

    expect(requests.sent).toEqual({ GetItemCommand: 1, UpdateItemCommand: 1 });
  });

  it('a saga: its start is one put, a reply one get and one update', async () => {
    const ports = { items, writer, clock: systemClock, telemetry: recordingTelemetry() };
    const consumer = createFulfilOrder(ports);

    await consumer.handle(arriving(OrderPlaced.of(order)), context);
    expect(requests.sent).toEqual({ PutItemCommand: 1 });

    const [command] = outboxEntries(await items.get(sagaKey('fulfilment', order.orderId)));
    const reply = { ...arriving(StockReserved.of({ orderId: order.orderId })), causationid: command?.message.id ?? '' };
    requests.reset();
    await consumer.handle(reply, context);
    expect(requests.sent).toEqual({ GetItemCommand: 1, UpdateItemCommand: 1 });
  });

  it('a reservation: one transaction; its release: one get and one transaction', async () => {
    const consumer = createInventory({ events, backoff });
    const { orderId } = order;
    await items.write({ kind: 'put', key: stockKey('CD'), attributes: { available: 2 }, when: [] });
    requests.reset();

    await consumer.handle(arriving(ReserveStock.of({ orderId, lines: [{ sku: 'CD', quantity: 2 }] })), context);
    expect(requests.sent).toEqual({ TransactWriteItemsCommand: 1 });

    requests.reset();
    await consumer.handle(arriving(ReleaseStock.of({ orderId })), context);
    expect(requests.sent).toEqual({ GetItemCommand: 1, TransactWriteItemsCommand: 1 });
  });

  it('an idempotent consumer whose effect is elsewhere: two writes, and one for a duplicate', async () => {
    const notices: string[] = [];
    const notifier = {
      notify: ({ orderId }: { readonly orderId: string }) => Promise.resolve(void notices.push(orderId)),
    };
    const consumer = createNotifyCustomer({ items, clock: systemClock, ids: uuidSource, fingerprint, notifier });
    const { orderId, customerId, total } = order;
    const message = arriving(OrderConfirmed.of({ orderId, customerId, parcel: 'p', total }));
    const unique = { ...message, id: randomUUID() };

    await consumer.handle(unique, context);
    expect(requests.sent).toEqual({ PutItemCommand: 1, UpdateItemCommand: 1 });

    requests.reset();
    expect(await consumer.handle(unique, context)).toMatchObject({ kind: 'ok', duplicate: true });
    expect(requests.sent).toEqual({ PutItemCommand: 1 });
    expect(notices).toEqual([orderId]);
  });
});
