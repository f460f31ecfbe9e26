import { amountsOf } from '../amounts-of.ts';
import type { OrderFacts } from '../order-facts.ts';
import { type Invariant, verdict } from './invariant.ts';

/** 2: what was charged and not refunded is what the completed orders cost; what left the stock is what was shipped. */
export const moneyAndStockConserved: Invariant = ({ facts }) => {
  const completed = [...facts.orders.values()].filter(({ status }) => status === 'confirmed');
  const kept = amountsOf(facts, 'payment.charged') - amountsOf(facts, 'payment.refunded');
  const owed = completed.reduce((sum, { total }) => sum + total, 0);
  const shipped = quantities(completed);
  const leaks = facts.stock
    .filter(({ sku, seeded, available }) => seeded - available !== (shipped.get(sku) ?? 0))
    .map(({ sku, seeded, available }) => `${sku}: ${seeded - available} gone, ${shipped.get(sku) ?? 0} shipped`);
  const oversold = facts.stock.filter(({ available }) => available < 0).map(({ sku }) => `${sku} is oversold`);
  const money = kept === owed ? [] : [`${kept} cents kept, ${owed} cents owed`];
  const gone = facts.stock.reduce((sum, { seeded, available }) => sum + seeded - available, 0);
  const evidence = `${kept} cents kept = ${owed} cents of completed orders; ${gone} units gone = shipped`;
  return verdict({ number: 2, promise: 'money and stock are conserved', evidence }, [...money, ...leaks, ...oversold]);
};

function quantities(orders: readonly OrderFacts[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  return sums;
}
