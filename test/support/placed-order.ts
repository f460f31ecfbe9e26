import type { Order } from '../../lambdas/contracts/orders/order-messages.ts';

/** A sound order; a test names only what matters to it. */
export function placedOrder(differences: Partial<Order> = {}): Order {
  return {
    orderId: 'o1',
    customerId: 'c1',
    placedAt: '2026-01-01T00:00:00Z',
    lines: [{ sku: 'CD', quantity: 2, amount: 1000 }],
    total: 1000,
    ...differences,
  };
}
