import { PlaceOrder, RejectOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { ReserveStock } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { type DeadLetterRig, deadLetterRig } from '../support/dead-letter-rig.ts';
import { placedOrder } from '../support/placed-order.ts';

/**
 * An order whose total is no number and what came behind it, reservations that timed out, and a message that the relay
 * could not publish.
 */
export async function badMorning(): Promise<DeadLetterRig> {
  const rig = deadLetterRig();
  const order = placedOrder({
    orderId: 'o-1001',
    customerId: 'c-7',
    lines: [{ sku: 'CD', quantity: 1, amount: 1250 }],
  });
  await rig.deliver(
    'orders',
    rig.message(PlaceOrder.of({ ...order, total: 1250 }), { data: { ...order, total: 'EUR 12.50' } }),
    rig.message(RejectOrder.of({ orderId: 'o-1001', reason: 'the customer changed their mind' })),
  );
  const reserve = (orderId: string): ReturnType<typeof rig.message> =>
    rig.message(ReserveStock.of({ orderId, lines: [{ sku: 'CD', quantity: 1 }] }));
  await rig.moveAway('inventory', reserve('o-1002'), reserve('o-1003'), reserve('o-1004'));
  await rig.failRelay('o-1005');
  rig.clock.advance(3_900_000);
  return rig;
}
