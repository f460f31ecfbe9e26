import type { Return, Take } from '../contracts/orders/return-messages.ts';
import type { Purchase, PurchaseLedger } from './purchase-ledger.ts';

/** Units of one line of an order that a return takes back; what they are worth is known when their order has ended. */
export type Match = Omit<Take, 'amount'>;

/**
 * Finds what a return takes back: all of it, or undefined.
 *
 * The newest orders first that were placed no later than the goods came back, within an order its lines in their order;
 * never more than was bought and has not come back. Orders that have not ended count, and so does what was cancelled
 * for this very return.
 */
export function matchReturn(
  { orders, reopened }: Pick<PurchaseLedger, 'orders' | 'reopened'>,
  { returnId, lines, returnedAt }: Return,
): readonly Match[] | undefined {
  const cancelled = reopened.get(returnId) ?? [];
  const sources = [...orders]
    .filter(([orderId, order]) => isSource(order) || (order.status === 'cancelled' && cancelled.includes(orderId)))
    .filter(([, { placedAt }]) => Date.parse(placedAt) <= Date.parse(returnedAt))
    .sort(newestFirst);
  const matches: Match[] = [];
  for (const [sku, quantity] of wanted(lines)) {
    let missing = quantity;
    for (const { orderId, line, free } of linesOf(sources, sku)) {
      const taken = Math.min(missing, free);
      missing -= taken;
      matches.push(...(taken > 0 ? [{ orderId, line, quantity: taken }] : []));
    }
    if (missing > 0) {
      return undefined;
    }
  }
  return matches;
}

type Source = readonly [string, Purchase];

function isSource({ status }: Purchase): boolean {
  return status === 'open' || status === 'completed';
}

function newestFirst([leftId, left]: Source, [rightId, right]: Source): number {
  const later = Date.parse(right.placedAt) - Date.parse(left.placedAt);
  return later === 0 ? Number(leftId < rightId) - Number(leftId > rightId) : later;
}

function wanted(lines: Return['lines']): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    totals.set(sku, (totals.get(sku) ?? 0) + quantity);
  }
  return totals;
}

function linesOf(
  sources: readonly Source[],
  sku: string,
): readonly { readonly orderId: string; readonly line: number; readonly free: number }[] {
  return sources.flatMap(([orderId, { lines }]) =>
    lines.flatMap((line, place) =>
      line.sku === sku ? [{ orderId, line: place, free: line.quantity - line.returned }] : [],
    ),
  );
}
