import type { Order } from '../../lambdas/contracts/orders/order-messages.ts';
import type { Entry } from '../../localstack/import/order-import.ts';

/** Orders as a run is given them. */
export function entriesOf(orders: readonly Order[]): readonly Entry[] {
  return orders.map((order) => ({ kind: 'order', order }));
}
