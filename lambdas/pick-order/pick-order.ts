import { OrderPlaced, OrderRejected } from '../contracts/orders/order-messages.ts';
import type { Consumer, EnvelopeOf } from '../core/consume/consumer.ts';
import { type IdempotentWritesDependencies, idempotentWrites } from '../core/idempotency/idempotent-writes.ts';
import type { Update } from '../core/ports/item-store.ts';
import { pickingKey } from './picking.ts';
import type { ShippingQuotes } from './shipping-quotes.ts';

const handles = [OrderPlaced, OrderRejected] as const;

/**
 * Picks the goods of an order that was placed, with a quote for its parcel, and puts back those of one that was
 * rejected.
 *
 * A work queue keeps no order between the two, so the news may come the wrong way round: what was put back stays so.
 */
export function createPickOrder(ports: IdempotentWritesDependencies & { readonly quotes: ShippingQuotes }): Consumer {
  return idempotentWrites(
    { name: 'pickOrder', handles, changes: async (message) => [await changeOf(message, ports.quotes)] },
    ports,
  );
}

async function changeOf({ type, data }: EnvelopeOf<(typeof handles)[number]>, quotes: ShippingQuotes): Promise<Update> {
  const key = pickingKey(data.orderId);
  if (type === 'order.rejected') {
    return { kind: 'update', key, set: { status: 'put back' }, when: [] };
  }
  const units = data.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const quoteCents = await quotes.quote({ orderId: data.orderId, units });
  return { kind: 'update', key, set: { units, quoteCents }, setIfAbsent: { status: 'picked' }, when: [] };
}
