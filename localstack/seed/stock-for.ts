import type { Order } from '../../lambdas/contracts/orders/order-messages.ts';

/** Stock by SKU: as much as the orders ask for together, unless a SKU is given its own. */
export function stockFor(
  orders: readonly Pick<Order, 'lines'>[],
  given: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const stock = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    stock.set(sku, (stock.get(sku) ?? 0) + quantity);
  }
  return new Map([...stock, ...given]);
}
