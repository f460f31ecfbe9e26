import { OrderConfirmed } from '../contracts/orders/order-messages.ts';
import type { Consumer } from '../core/consume/consumer.ts';
import { ok } from '../core/consume/outcome.ts';
import type { IdempotencyDependencies } from '../core/idempotency/idempotency-dependencies.ts';
import { type IdempotentConsumer, idempotent } from '../core/idempotency/idempotent-consumer.ts';
import type { Partner } from './partner.ts';

const handles = [OrderConfirmed] as const;

/** Tells the carrier once of each parcel that is on its way. */
export function createNotifyPartner(ports: IdempotencyDependencies & { readonly partner: Partner }): Consumer {
  const consumer: IdempotentConsumer<typeof handles> = {
    name: 'notifyPartner',
    handles,
    async handle({ data: { orderId, parcel } }, { key }) {
      await ports.partner.announce({ key, orderId, parcel });
      return ok();
    },
  };
  return idempotent(consumer, ports);
}
