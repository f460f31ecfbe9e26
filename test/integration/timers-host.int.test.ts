import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TimersHandler, createTimersHost } from '../../lambdas/adapters/lambda/timers-host.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { environmentVariables } from '../../lambdas/contracts/environment-variables.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { arriving } from '../support/commands.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { openEventTable } from '../support/open-event-table.ts';
import { placedOrder } from '../support/placed-order.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const table = openEventTable('timers-host');
const sqs = createSqsClient();
const before = { ...process.env };
let queueUrl = '';
let handler: TimersHandler;

beforeAll(async () => {
  const made = await sqs.send(
    new CreateQueueCommand({ QueueName: `timers-${randomUUID()}.fifo`, Attributes: { FifoQueue: 'true' } }),
  );
  queueUrl = made.QueueUrl ?? '';
  process.env[environmentVariables.table] = table.tableName;
  process.env[environmentVariables.queue('fulfilment')] = queueUrl;
  handler = createTimersHost(orders);
});

afterAll(async () => {
  process.env = before;
  await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  sqs.destroy();
});

it('the function tells the saga of an order whose reservation was never answered, in its own queue', async () => {
  const hourAgo = fixedClock(Date.now() - 3_600_000);
  const writer = createMessageWriter({ ids: uuidSource, clock: hourAgo, source: '/orders/fulfilOrder' });
  const consumer = createFulfilOrder({ items: table.items, writer, clock: hourAgo, telemetry: recordingTelemetry() });
  await consumer.handle(arriving(OrderPlaced.of(placedOrder({ orderId: 'late' }))), {
    ...{ deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 },
  });

  const run = await handler({}, { getRemainingTimeInMillis: () => 50_000 });
  const { Messages: messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 5 }));

  expect(run).toMatchObject({ timers: 1, sent: 1, failed: 0, stuck: { sagas: 0 } });
  expect(run.oldestSeconds).toBeGreaterThanOrEqual(2700);
  expect(messages?.map(({ Body: body = '' }) => JSON.parse(body) as unknown)).toEqual([
    expect.objectContaining({
      id: sha256Fingerprint(JSON.stringify(['timer', 'fulfilment-late', 'reserve', 1])),
      type: 'fulfil-order.timer-due',
      source: '/orders/timers',
      data: { key: 'late', step: 'reserve', generation: 1 },
    }),
  ]);
}, 30_000);

it('the function does not begin for a pipeline without timers', () => {
  const { timers, ...without } = orders;

  expect(timers).toBeDefined();
  expect(() => createTimersHost(without)).toThrow('pipeline "orders" must have timers, found none');
});
