import { OrderConfirmed, OrderRejected, OrderReturned } from '../contracts/orders/order-messages.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { ok } from '../core/consume/outcome.ts';
import type { IdempotencyDependencies } from '../core/idempotency/idempotency-dependencies.ts';
import { type IdempotentConsumer, idempotent } from '../core/idempotency/idempotent-consumer.ts';
import type { Notifier } from './notifier.ts';

const handles = [OrderConfirmed, OrderRejected, OrderReturned] as const;
const outcomes = {
  'order.confirmed': 'confirmed',
  'order.rejected': 'rejected',
  'order.returned': 'returned',
} as const;

/** Notifies a customer once of each confirmed or rejected order, and of each refund. */
export function createNotifyCustomer(ports: IdempotencyDependencies & { readonly notifier: Notifier }): Consumer {
  const consumer: IdempotentConsumer<typeof handles> = {
    name: 'notifyCustomer',
    handles,
    async handle({ type, data: { customerId, orderId } }, { key }) {
      await ports.notifier.notify({ key, customerId, orderId, outcome: outcomes[type] });
      return ok();
    },
  };
  return idempotent(consumer, ports);
}
