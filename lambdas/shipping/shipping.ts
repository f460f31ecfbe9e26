import type { Consumer } from '../core/consume/consumer.ts';
import { createCommandConsumer } from '../core/event-store/command-consumer.ts';
import type { EventStore } from '../core/event-store/event-store.ts';
import type { Backoff } from '../core/ports/backoff.ts';
import { shipment } from './shipment.ts';

/** Sends parcels. */
export function createShipping(ports: { readonly events: EventStore; readonly backoff: Backoff }): Consumer {
  return createCommandConsumer({ name: 'shipping', decider: shipment, ...ports });
}
