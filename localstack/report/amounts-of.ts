import type { StoreFacts } from './order-facts.ts';

/** The sum of `amount`, in cents, over all payment events of one type. */
export function amountsOf({ orders }: StoreFacts, type: string): number {
  return [...orders.values()]
    .flatMap(({ streams }) => streams['payment'] ?? [])
    .filter((event) => event.type === type)
    .reduce((sum, { data }) => sum + amountOf(data), 0);
}

function amountOf(data: unknown): number {
  return typeof data === 'object' && data !== null && 'amount' in data ? Number(data.amount) : 0;
}
