import { sha256Fingerprint } from '../../lambdas/adapters/system/sha256-fingerprint.ts';
import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { replyAddresses } from '../../lambdas/contracts/definition/reply-addresses.ts';
import { coreOrders as orders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { createEventStore, type EventStore } from '../../lambdas/core/event-store/event-store.ts';
import { type OutboxDispatch, createOutboxDispatch } from '../../lambdas/core/outbox/outbox-dispatch.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { IdSource } from '../../lambdas/core/ports/id-source.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Payloads } from '../../lambdas/core/ports/payloads.ts';
import type { Publisher } from '../../lambdas/core/ports/publisher.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { createInventory } from '../../lambdas/inventory/inventory.ts';
import type { Notifier } from '../../lambdas/notify-customer/notifier.ts';
import { createNotifyCustomer } from '../../lambdas/notify-customer/notify-customer.ts';
import { createPayments } from '../../lambdas/payments/payments.ts';
import { createProcessReturns } from '../../lambdas/process-returns/process-returns.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import { createRefundOrder } from '../../lambdas/refund-order/refund-order.ts';
import { createShipping } from '../../lambdas/shipping/shipping.ts';
import { atOnce } from './at-once.ts';
import { embeddedSpill } from './embedded-spill.ts';

/** Names of the consumers in the definition. */
export type ConsumerName = keyof typeof orders.consumers;

/** What the consumers run on in one process. */
export interface EmbeddedPorts {
  readonly items: ItemStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telemetryOf: (consumer: ConsumerName) => Telemetry;
  readonly declineAboveCents: number;
  readonly notifier: Notifier;
  /** Where data goes that is too long for a message or an item. @default nothing is put aside */
  readonly payloads?: Payloads;
  /** What consumers that dispatch at once publish with. @default they leave it to the relay */
  readonly publisher?: Publisher;
  /** Which of them dispatch at once. @default those whose definition says so */
  readonly dispatches?: (consumer: ConsumerName) => boolean;
}

/** Every consumer of the definition, composed as its handler does it, on the given ports. */
export function embeddedConsumers(ports: EmbeddedPorts): Readonly<Record<ConsumerName, Consumer>> {
  const { items, clock, ids, payloads } = ports;
  const aside = payloads === undefined ? {} : { payloads, spill: embeddedSpill(orders, payloads) };
  const writerOf = (name: ConsumerName): ReturnType<typeof createMessageWriter> =>
    createMessageWriter({ ids, clock, source: `/${orders.name}/${name}`, replies: replyAddresses(orders, name) });
  const eventsOf = (name: ConsumerName): { readonly events: EventStore; readonly backoff: Backoff } => ({
    events: createEventStore({
      items,
      writer: writerOf(name),
      publishes: orders.consumers[name].publishes,
      ...aside,
      ...dispatchOf(ports, name),
    }),
    backoff: atOnce,
  });
  const sagaOf = (name: ConsumerName): Parameters<typeof createFulfilOrder>[0] => ({
    ...{ items, clock, ...aside, ...dispatchOf(ports, name) },
    writer: writerOf(name),
    telemetry: ports.telemetryOf(name),
  });
  return {
    placeOrder: createPlaceOrder(eventsOf('placeOrder')),
    fulfilOrder: createFulfilOrder(sagaOf('fulfilOrder')),
    processReturns: createProcessReturns(eventsOf('processReturns')),
    refundOrder: createRefundOrder(sagaOf('refundOrder')),
    inventory: createInventory(eventsOf('inventory')),
    payments: createPayments({ ...eventsOf('payments'), declineAboveCents: ports.declineAboveCents }),
    shipping: createShipping(eventsOf('shipping')),
    notifyCustomer: createNotifyCustomer({
      items,
      clock,
      ids,
      fingerprint: sha256Fingerprint,
      notifier: ports.notifier,
    }),
  };
}

function dispatchOf(
  { items, publisher, telemetryOf, clock, dispatches = dispatchesAtOnce }: EmbeddedPorts,
  name: ConsumerName,
): { readonly dispatch?: OutboxDispatch } {
  return publisher !== undefined && dispatches(name)
    ? { dispatch: createOutboxDispatch({ items, publisher, clock, telemetry: telemetryOf(name) }) }
    : {};
}

function dispatchesAtOnce(name: ConsumerName): boolean {
  return consumers[name].dispatch === 'at once';
}

const consumers: Readonly<Record<ConsumerName, ConsumerDefinition>> = orders.consumers;
