import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { Context, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { createQueueHandler } from '../../lambdas/adapters/lambda/queue-handler.ts';
import { sha256Fingerprint as fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import { systemClock as clock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers as timers } from '../../lambdas/adapters/system/system-timers.ts';
import { uuidSource as ids } from '../../lambdas/adapters/system/uuid-source.ts';
import { createMemoryTelemetry } from '../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { idempotent } from '../../lambdas/core/idempotency/idempotent-consumer.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import type { Contestant } from '../consume/contestants.ts';
import { messageSchema } from '../consume/message-schema.ts';
import { ItemPersistenceLayer } from './item-persistence-layer.ts';

/** Where the effect of a message is: outside (here: nowhere, so that only idempotency is measured), or in the table. */
export type Effect = 'outside' | 'table';

const remainingMilliseconds = 30_000;

/** This package's handler as it is deployed: an outside effect behind a claim, one in the table as an append. */
export function ourIdempotentHandler(effect: Effect, items: ItemStore): Contestant {
  const handler = createQueueHandler({
    consumer: effect === 'outside' ? claiming(items) : appending(items),
    parking: { park: () => Promise.resolve() },
    visibility: { delay: () => Promise.resolve() },
    telemetry: createMemoryTelemetry(),
    clock,
  });
  const context = { getRemainingTimeInMillis: () => remainingMilliseconds };
  return (event) => handler(event, context);
}

function claiming(items: ItemStore): Consumer {
  const handles = [PlaceOrder] as const;
  const consumer = { name: 'nothing', handles, handle: () => Promise.resolve(ok()) };
  return idempotent(consumer, { items, clock, ids, fingerprint, timers });
}

function appending(items: ItemStore): Consumer {
  const writer = createMessageWriter({ ids, clock, source: '/orders/place-order' });
  const events = createEventStore({ items, writer, publishes: [OrderPlaced] });
  return createPlaceOrder({ events, backoff: { wait: () => Promise.resolve() } });
}

/**
 * The batch and idempotency utilities of Powertools with the same JSON and schemas, the same key (the message's id), the
 * same comparison of payloads, and its record in the same table. Its effect in the table is a put of the order alone.
 */
export function powertoolsIdempotentHandler(effect: Effect, items: ItemStore): Contestant {
  const config = new IdempotencyConfig({ eventKeyJmesPath: 'id', payloadValidationJmesPath: 'data' });
  const handle = makeIdempotent(
    async (message: Message) => {
      if (effect === 'table') {
        await putOrder(items, message);
      }
    },
    { persistenceStore: new ItemPersistenceLayer(items), config, keyPrefix: 'nothing' },
  );
  const recordHandler = async (record: SQSRecord): Promise<void> => {
    await handle(z.parse(Message, JSON.parse(record.body) as unknown));
  };
  const processor = new BatchProcessor(EventType.SQS);
  return (event) => {
    config.registerLambdaContext(lambdaContext);
    return processPartialResponse(event, recordHandler, processor);
  };
}

async function putOrder(items: ItemStore, { data }: Message): Promise<void> {
  const key = { partition: `order-${data.orderId}`, sort: 'order' };
  await items.write({ kind: 'put', key, attributes: { order: JSON.stringify(data) }, when: [{ item: 'absent' }] });
}

const Message = messageSchema(PlaceOrder);
type Message = z.infer<typeof Message>;

const ignore = (): void => undefined;
const callbacks = { done: ignore, fail: ignore, succeed: ignore };
const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'bench',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:bench',
  memoryLimitInMB: '512',
  awsRequestId: 'bench',
  logGroupName: 'bench',
  logStreamName: 'bench',
  getRemainingTimeInMillis: () => remainingMilliseconds,
  ...callbacks,
};
