import type { SQSEvent } from 'aws-lambda';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { type Order, OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { sqsEvent } from './sqs-event.ts';

/** Records of a batch: the default and, without a batching window, the most that SQS gives a function. */
export const recordsPerBatch = 10;

const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/orders/place-order' });
const places = Array.from({ length: recordsPerBatch }, (_, place) => place);

/** A batch of placed orders of three lines each. */
export function batchOfOrders({ fifo }: { readonly fifo: boolean }): SQSEvent {
  const bodies = places.map((place) =>
    JSON.stringify(writer.write(OrderPlaced.of(orderOf(`order-${place}`)), undefined)),
  );
  return sqsEvent(bodies, { fifo });
}

/** A batch of commands, each to place another order of three lines that was never seen before. */
export function batchOfCommands(): SQSEvent {
  const bodies = places.map(() => JSON.stringify(writer.write(PlaceOrder.of(orderOf(uuidSource.next())), undefined)));
  return sqsEvent(bodies, { fifo: false });
}

/** An order of three lines. */
export function orderOf(orderId: string): Order {
  return {
    orderId,
    customerId: 'customer-1',
    placedAt: '2026-01-01T00:00:00Z',
    lines: ['CD', 'LP', 'MC'].map((sku) => ({ sku, quantity: 2, amount: 1_299 })),
    total: 3_897,
  };
}
