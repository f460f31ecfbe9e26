import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../../lambdas/adapters/dynamodb/dynamo-item-index.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import { createOutboxSweeper } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingAttributes, pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import { arriving } from '../support/commands.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { placedOrder } from '../support/placed-order.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const client = createDynamoClient();
const tableName = `outbox-sweeper-${randomUUID()}`;
const store = { client, tableName, sleep, random: Math.random };
const items = createDynamoItemStore(store);

beforeAll(async () => {
  await createEventTable(client, tableName);
});

afterAll(async () => {
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  client.destroy();
});

it('failure mode 34: what no relay ever saw is found in the index of the table, published and settled', async () => {
  const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/test' });
  const events = createEventStore({ items, writer, publishes: [OrderPlaced] });
  const consumer = createPlaceOrder({ events, backoff: { wait: () => Promise.resolve() } });
  const orderIds = Array.from({ length: 40 }, (_, at) => `order${at}`);
  for (const orderId of orderIds) {
    const context = { deadline: Date.now() + 60_000, receiveCount: 1 };
    await consumer.handle(arriving(PlaceOrder.of(placedOrder({ orderId }))), context);
  }
  const sent: string[] = [];

  const result = await createOutboxSweeper({
    ...{ items, index: createDynamoItemIndex(store, pendingIndex), telemetry: recordingTelemetry(), ids: uuidSource },
    publisher: {
      publish: (messages) => {
        sent.push(...messages.map(({ key }) => key));
        return Promise.resolve({ failed: [] });
      },
    },
    clock: { now: () => Date.now() + 120_000 },
    ...{ graceSeconds: 60, leaseSeconds: 60 },
  }).sweep({ deadline: Number.MAX_SAFE_INTEGER });

  expect(result).toMatchObject({ messages: 40, published: 40, failed: 0, finished: true });
  expect([...sent].sort()).toEqual([...orderIds].sort());
  for (const orderId of orderIds) {
    const tip = await items.get({ partition: `order-${orderId}`, sort: 'tip' });
    expect(outboxEntries(tip)).toEqual([]);
    expect(tip?.attributes).not.toHaveProperty(pendingAttributes.shard);
  }
});
