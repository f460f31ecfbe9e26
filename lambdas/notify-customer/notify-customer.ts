import { OrderConfirmed, OrderRejected } from '../contracts/orders/order-messages.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { ok } from '../core/consume/outcome.ts';
import { type IdempotencyDependencies, idempotent } from '../core/idempotency/idempotent-consumer.ts';
import type { Notifier } from './notifier.ts';

const handles = [OrderConfirmed, OrderRejected] as const;

/** Notifies a customer once of each confirmed or rejected order. */
export function createNotifyCustomer(ports: IdempotencyDependencies & { readonly notifier: Notifier }): Consumer {
  const consumer: Consumer<typeof handles> = {
    name: 'notifyCustomer',
    handles,
    async handle({ id, type, data: { customerId, orderId } }) {
      const outcome = type === 'order.confirmed' ? 'confirmed' : 'rejected';
      await ports.notifier.notify({ key: id, customerId, orderId, outcome });
      return ok();
    },
  };
  return idempotent(consumer, ports);
}
