import { amountsOf } from '../amounts-of.ts';
import type { OrderFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/**
 * 2: what was charged and not refunded is what the completed orders cost; what left the stock is what was shipped.
 *
 * A parked order that has not ended may hold its money and some of its stock until it is redriven; no other may.
 */
export const moneyAndStockConserved: Invariant = ({ facts, parked }) => {
  const completed = [...facts.orders.values()].filter(({ status }) => status === 'confirmed');
  const holding = [...facts.orders.values()].filter(
    ({ orderId, status }) => parked.has(orderId) && status === 'placed',
  );
  const held = keptBy(holding);
  const kept = keptBy([...facts.orders.values()]) - held;
  const owed = completed.reduce((sum, { total }) => sum + total, 0);
  const [shipped, reservable] = [quantities(completed), quantities(holding)];
  const leaks = facts.stock
    .map(({ sku, seeded, available }) => ({ sku, gone: seeded - available, sold: shipped.get(sku) ?? 0 }))
    .filter(({ sku, gone, sold }) => gone < sold || gone > sold + (reservable.get(sku) ?? 0))
    .map(({ sku, gone, sold }) => `${sku}: ${gone} gone, ${sold} shipped`);
  const oversold = facts.stock.filter(({ available }) => available < 0).map(({ sku }) => `${sku} is oversold`);
  const money = kept === owed ? [] : [`${kept} cents kept, ${owed} cents owed`];
  const gone = facts.stock.reduce((sum, { seeded, available }) => sum + seeded - available, 0);
  const aside = holding.length === 0 ? '' : `; ${held} cents held by ${holding.length} parked`;
  const evidence = `${kept} cents kept = ${owed} cents of completed orders; ${gone} units gone = shipped${aside}`;
  return verdict({ number: 2, promise: 'money and stock are conserved', evidence }, [...money, ...leaks, ...oversold]);
};

function keptBy(orders: readonly OrderFacts[]): number {
  return amountsOf(orders, 'payment.charged') - amountsOf(orders, 'payment.refunded');
}

function quantities(orders: readonly OrderFacts[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  return sums;
}
