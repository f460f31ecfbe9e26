import type { OrderFacts } from './order-facts.ts';

/** The sum of `amount`, in cents, over all payment events of one type in some orders. */
export function amountsOf(orders: readonly OrderFacts[], type: string): number {
  return orders
    .flatMap(({ streams }) => streams['payment'] ?? [])
    .filter((event) => event.type === type)
    .reduce((sum, { data }) => sum + amountOf(data), 0);
}

function amountOf(data: unknown): number {
  return typeof data === 'object' && data !== null && 'amount' in data ? Number(data.amount) : 0;
}
