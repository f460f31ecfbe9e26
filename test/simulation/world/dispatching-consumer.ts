import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { orders as definition } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createOutboxDispatch } from '../../../lambdas/core/outbox/outbox-dispatch.ts';
import type { Publisher } from '../../../lambdas/core/ports/publisher.ts';
import { createFulfilOrder } from '../../../lambdas/fulfil-order/fulfil-order.ts';
import { createInventory } from '../../../lambdas/inventory/inventory.ts';
import { createPayments } from '../../../lambdas/payments/payments.ts';
import { createPlaceOrder } from '../../../lambdas/place-order/place-order.ts';
import { createShipping } from '../../../lambdas/shipping/shipping.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import { limitCents } from '../scenario.ts';
import { atOnce } from './at-once.ts';
import type { ConsumerWorld } from './consumer-world.ts';

/**
 * A consumer that publishes what it commits itself, which the definition of the orders lets none do; undefined for one
 * that publishes nothing.
 */
export function dispatchingConsumer(
  name: ConsumerName,
  { items, clock, ids }: ConsumerWorld,
  publisher: Publisher,
): Consumer | undefined {
  const dispatch = createOutboxDispatch({ items, publisher, telemetry: silentTelemetry, clock });
  const writer = createMessageWriter({ ids, clock, source: `/${definition.name}/${name}` });
  const { publishes } = definition.consumers[name];
  const events = createEventStore({ items, writer, publishes, dispatch });
  const ports = { events, backoff: atOnce };
  switch (name) {
    case 'placeOrder':
      return createPlaceOrder(ports);
    case 'fulfilOrder':
      return createFulfilOrder({ items, clock, writer, telemetry: silentTelemetry, dispatch });
    case 'inventory':
      return createInventory(ports);
    case 'payments':
      return createPayments({ ...ports, declineAboveCents: limitCents });
    case 'shipping':
      return createShipping(ports);
    case 'notifyCustomer':
      return undefined;
  }
}
