import { amountsOf } from './amounts-of.ts';
import type { OrderFacts, StoreFacts } from './order-facts.ts';
import type { OrderFigures } from './run-report.ts';

/** What a run was given. */
export interface ImportFigures {
  readonly read: number;
  readonly accepted: ReadonlySet<string>;
  /** Rejected orders by reason. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Counts orders by what the store says became of them. */
export function orderFigures(imported: ImportFigures, facts: StoreFacts, parked: ReadonlySet<string>): OrderFigures {
  const orders = [...facts.orders.values()];
  const completed = orders.filter(({ status }) => status === 'confirmed');
  const compensated = orders.filter(({ status }) => status === 'rejected');
  return {
    read: imported.read,
    accepted: imported.accepted.size,
    rejected: imported.rejected,
    completed: completed.length,
    compensated: countBy(compensated, ({ saga }) => saga?.failure?.reason ?? 'unknown'),
    parked: [...parked].filter((id) => imported.accepted.has(id)).length,
    inFlight: [...imported.accepted].filter((id) => !parked.has(id) && !ended(facts.orders.get(id))).length,
    amountCompleted: completed.reduce((sum, { total }) => sum + total, 0),
    amountRefunded: amountsOf(orders, 'payment.refunded'),
  };
}

/** How many there are of each kind, most frequent first. */
export function countBy<Entry>(
  entries: readonly Entry[],
  kindOf: (entry: Entry) => string,
): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(entries, kindOf)].map(([kind, group]) => [kind, group.length] as const);
  return Object.fromEntries(groups.sort(([, left], [, right]) => right - left));
}

/** Orders of the store that have ended. */
export function endedOrders(facts: StoreFacts): readonly OrderFacts[] {
  return [...facts.orders.values()].filter(ended);
}

function ended(order: OrderFacts | undefined): boolean {
  return order?.status === 'confirmed' || order?.status === 'rejected';
}
