import { amountsOf } from '../amounts-of.ts';
import type { OrderFacts, RefundFacts } from '../order-facts.ts';
import { returnedParts } from '../returned-parts.ts';
import { type Invariant, type InvariantInput, verdict } from './invariant.ts';

/**
 * 2: what was charged and not given back is what the completed orders cost, less what of them came back; what left the
 * stock is what was shipped and did not come back.
 *
 * A parked order that has not ended may hold its money and some of its stock until it is redriven, and a parked refund
 * may have given back what its order does not know of yet; no other may.
 */
export const moneyAndStockConserved: Invariant = (input) => {
  const { facts } = input;
  const { completed, holding, refunding } = sorted(input);
  const parts = completed.flatMap(({ streams }) => returnedParts(streams['order'] ?? []));
  const back = parts.reduce((sum, { amount }) => sum + amount, 0);
  const early = refunding.reduce((sum, refund) => sum + paidBackBy(input, refund), 0);
  const held = keptBy(holding) - early;
  const kept = keptBy([...facts.orders.values()]) - held;
  const owed = completed.reduce((sum, { total }) => sum + total, 0) - back;
  const [shipped, returned] = [quantities(completed), quantities(parts)];
  const [reservable, restockable] = [quantities(holding), quantities(refunding)];
  const leaks = facts.stock
    .map(({ sku, seeded, available }) => ({
      ...{ sku, gone: seeded - available },
      sold: (shipped.get(sku) ?? 0) - (returned.get(sku) ?? 0),
    }))
    .filter(
      ({ sku, gone, sold }) => !isWithin(gone, [sold - (restockable.get(sku) ?? 0), sold + (reservable.get(sku) ?? 0)]),
    )
    .map(({ sku, gone, sold }) => `${sku}: ${gone} gone, ${sold} shipped`);
  const oversold = facts.stock.filter(({ available }) => available < 0).map(({ sku }) => `${sku} is oversold`);
  const money = kept === owed ? [] : [`${kept} cents kept, ${owed} cents owed`];
  return verdict(
    {
      number: 2,
      promise: 'money and stock are conserved',
      evidence: evidenceOf(input, { kept, owed, held, back, holding }),
    },
    [...money, ...leaks, ...oversold],
  );
};

function evidenceOf(
  { facts }: InvariantInput,
  sums: {
    readonly kept: number;
    readonly owed: number;
    readonly held: number;
    readonly back: number;
    readonly holding: readonly OrderFacts[];
  },
): string {
  const { kept, owed, held, back, holding } = sums;
  const gone = facts.stock.reduce((sum, { seeded, available }) => sum + seeded - available, 0);
  const aside = holding.length === 0 ? '' : `; ${held} cents held by ${holding.length} parked`;
  const [less, restocked] = facts.returns.size === 0 ? ['', ''] : [` less ${back} returned`, ' less restocked'];
  const sum = `${owed + back} cents of completed orders${less}`;
  return `${kept} cents kept = ${sum}; ${gone} units gone = shipped${restocked}${aside}`;
}

interface Sorted {
  readonly completed: readonly OrderFacts[];
  /** Parked before they ended. */
  readonly holding: readonly OrderFacts[];
  /** Parked before their order knew of them. */
  readonly refunding: readonly RefundFacts[];
}

function sorted({ facts, parked }: InvariantInput): Sorted {
  const orders = [...facts.orders.values()];
  return {
    completed: orders.filter(({ status }) => status === 'confirmed'),
    holding: orders.filter(({ orderId, status }) => parked.has(orderId) && status === 'placed'),
    refunding: [...facts.refunds.values()].filter(
      ({ refundId, returnId, orderId, recorded }) =>
        !recorded && [refundId, returnId, orderId].some((id) => parked.has(id)),
    ),
  };
}

function keptBy(orders: readonly OrderFacts[]): number {
  const back = amountsOf(orders, 'payment.refunded') + amountsOf(orders, 'payment.paid-back');
  return amountsOf(orders, 'payment.charged') - back;
}

function paidBackBy({ facts }: InvariantInput, { refundId, orderId, amount }: RefundFacts): number {
  const payment = facts.orders.get(orderId)?.streams['payment'] ?? [];
  return payment.some(({ type, subject }) => type === 'payment.paid-back' && subject === refundId) ? amount : 0;
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}

function quantities(
  parts: readonly { readonly lines: readonly { readonly sku: string; readonly quantity: number }[] }[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of parts.flatMap(({ lines }) => lines)) {
    sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  return sums;
}
