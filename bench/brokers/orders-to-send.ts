import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { uuidSource } from '../../lambdas/adapters/system/uuid-source.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { orderOf } from '../consume/batch-of-orders.ts';

/** Messages that are handed to a client together. */
export const messagesPerCall = 500;

/** Orders, and thus keys, that take turns: two messages of one call never share a key. */
const keys = 1000;

const writer = createMessageWriter({ ids: uuidSource, clock: systemClock, source: '/orders/bench' });
const cause = {
  id: uuidSource.next(),
  correlationid: uuidSource.next(),
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

/** So many new messages about placed orders, with a trace. */
export function ordersToSend(count: number): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, place) =>
    outgoingMessage(writer.write(OrderPlaced.of(orderOf(`order-${place % keys}`)), cause)),
  );
}

/** The messages of each call, in their order. */
export function callsOf(messages: readonly OutgoingMessage[]): readonly (readonly OutgoingMessage[])[] {
  const starts = Array.from(
    { length: Math.ceil(messages.length / messagesPerCall) },
    (_, call) => call * messagesPerCall,
  );
  return starts.map((start) => messages.slice(start, start + messagesPerCall));
}
