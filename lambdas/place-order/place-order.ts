import type { Consumer } from '../core/consume/consumer.ts';
import { createCommandConsumer } from '../core/event-store/command-consumer.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { order } from './order.ts';

/** Takes orders, and records how they end. */
export function createPlaceOrder(ports: { readonly events: EventStore; readonly backoff: Backoff }): Consumer {
  return createCommandConsumer({ name: 'placeOrder', decider: order, ...ports });
}
