import { beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { createMemoryBroker, type MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { messageAttributes } from '../../lambdas/adapters/sns-sqs/message-attributes.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import { messageLimits } from '../../lambdas/contracts/message-limits.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { park } from '../../lambdas/core/consume/outcome.ts';
import { createRecordHandler } from '../../lambdas/core/consume/record-handler.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter, type MessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createOutboxRelay } from '../../lambdas/core/outbox/outbox-relay.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { placedOrder } from '../support/placed-order.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const traceparent = `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`;
const request = { id: 'request-1', correlationid: 'correlation-1', traceparent };
const clock = fixedClock();
const telemetry = recordingTelemetry();

let items: MemoryItemStore;
let broker: MemoryBroker;
let writer: MessageWriter;
let relayed: number;

/** Takes what lies in a queue through a consumer, then publishes what that committed. */
async function run(queueName: string, consumer: Consumer): Promise<void> {
  const handle = createRecordHandler({ consumer, telemetry, parking: broker.parking(queueName) });
  for (const record of broker.receive(queueName, 10)) {
    expect(await handle(record, Number.MAX_SAFE_INTEGER)).toEqual({ done: true });
    broker.delete(queueName, record.receipt);
  }
  const changes = items.changesAfter(relayed, 100);
  await createOutboxRelay({ items, publisher: broker.publisher, telemetry }).relay(changes);
  relayed += changes.length;
}

const envelopesIn = (queueName: string): readonly Envelope[] =>
  broker.messages(queueName).map(({ body }) => JSON.parse(body) as Envelope);

beforeEach(async () => {
  items = createMemoryItemStore();
  broker = createMemoryBroker({ definition: orders, clock, ids: fixedIds('r'), visibilitySecondsOf: () => 30 });
  writer = createMessageWriter({ ids: fixedIds('m'), clock, source: '/test' });
  relayed = 0;
  await broker.publisher.publish([outgoingMessage(writer.write(PlaceOrder.of(placedOrder()), request))]);
  const events = createEventStore({ items, writer, publishes: [OrderPlaced] });
  await run('orders', createPlaceOrder({ events, backoff: { wait: () => Promise.resolve() } }));
});

describe('failure mode 79: the trace of a request', () => {
  it('passes writer, outbox, relay, topic and queue, with what the request caused named as its cause', () => {
    expect(envelopesIn('fulfilment')).toMatchObject([
      { type: 'order.placed', traceparent, correlationid: 'correlation-1', causationid: 'm1' },
    ]);
  });

  it('passes a saga into the commands that it sends', async () => {
    await run('fulfilment', createFulfilOrder({ items, writer, clock, telemetry }));

    expect(envelopesIn('inventory')).toMatchObject([
      { type: 'stock.reserve', traceparent, correlationid: 'correlation-1' },
    ]);
  });

  it('stays with a message among the dead letters', async () => {
    await run('fulfilment', createFulfilOrder({ items, writer, clock, telemetry }));
    const types = orders.consumers.inventory.handles;
    await run('inventory', { name: 'inventory', handles: types, handle: () => Promise.resolve(park('never')) });

    expect(envelopesIn(deadLetterQueueOf('inventory'))).toMatchObject([{ type: 'stock.reserve', traceparent }]);
  });

  it('travels in the body, so that every message has attributes to spare', () => {
    const attributes = messageAttributes(outgoingMessage(writer.write(PlaceOrder.of(placedOrder()), request)));

    expect(Object.keys(attributes).length).toBeLessThan(messageLimits.attributes);
    expect(attributes).not.toHaveProperty('traceparent');
  });
});
