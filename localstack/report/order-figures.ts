import { amountsOf } from './amounts-of.ts';
import type { OrderFacts, StoreFacts } from './order-facts.ts';
import { returnOutcome } from './return-outcome.ts';
import type { OrderFigures } from './run-report.ts';

/** What a run was given. */
export interface ImportFigures {
  readonly read: number;
  readonly accepted: ReadonlySet<string>;
  /** Rejected orders by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Counts orders and returns by what the store says became of them. */
export function orderFigures(
  imported: ImportFigures,
  facts: StoreFacts,
  parked: ReadonlyMap<string, string>,
): OrderFigures {
  const orders = [...facts.orders.values()];
  const completed = orders.filter(({ status }) => status === 'confirmed');
  const compensated = orders.filter(({ status }) => status === 'rejected');
  const kept = [...imported.accepted].filter((id) => parked.has(id));
  return {
    read: imported.read,
    accepted: imported.accepted.size,
    rejected: imported.rejected,
    completed: completed.length,
    compensated: countBy(compensated, ({ saga }) => saga?.failure?.reason ?? 'unknown'),
    ...returnFigures(facts),
    parked: kept.length,
    parkedBy: countBy(kept, (id) => parked.get(id) ?? ''),
    inFlight: [...imported.accepted].filter((id) => !parked.has(id) && !hasEnded(facts, id)).length,
    amountCompleted: completed.reduce((sum, { total }) => sum + total, 0),
    amountRefunded: amountsOf(orders, 'payment.refunded'),
  };
}

function returnFigures(facts: StoreFacts): Pick<OrderFigures, 'returned' | 'returnsRefused' | 'amountReturned'> {
  const returns = [...facts.returns.values()];
  const refused = returns.filter((one) => returnOutcome(facts, one) === 'refused');
  const refunds = returns.flatMap(({ refundIds }) => refundIds).map((refundId) => facts.refunds.get(refundId));
  return {
    returned: returns.filter((one) => returnOutcome(facts, one) === 'returned').length,
    returnsRefused: countBy(
      refused.flatMap((one) => [...one.refused.values()].slice(0, 1)),
      (reason) => reason,
    ),
    amountReturned: refunds.reduce((sum, one) => sum + (one?.recorded === true ? one.amount : 0), 0),
  };
}

function hasEnded(facts: StoreFacts, id: string): boolean {
  return ended(facts.orders.get(id)) || returnOutcome(facts, facts.returns.get(id)) !== 'open';
}

/** How many there are of each kind, most frequent first. */
export function countBy<Entry>(
  entries: readonly Entry[],
  kindOf: (entry: Entry) => string,
): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(entries, kindOf)].map(([kind, group]) => [kind, group.length] as const);
  return Object.fromEntries(groups.sort(([, left], [, right]) => right - left));
}

/** How many orders and returns of the store have ended. */
export function endedCount(facts: StoreFacts): number {
  const returns = [...facts.returns.values()].filter((one) => returnOutcome(facts, one) !== 'open');
  return [...facts.orders.values()].filter(ended).length + returns.length;
}

function ended(order: OrderFacts | undefined): boolean {
  return order?.status === 'confirmed' || order?.status === 'rejected';
}
