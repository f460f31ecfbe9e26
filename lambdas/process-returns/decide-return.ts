import { CancelOrder } from '../contracts/orders/order-messages.ts';
import { RefundRequested, type Return, ReturnAccepted, ReturnHeld } from '../contracts/orders/return-messages.ts';
import { type Decision, happened, impossible } from '../core/event-store/decider.ts';
import { type Match, matchReturn } from './match-return.ts';
import { paidFor } from './paid-for.ts';
import type { Purchase, PurchaseLedger } from './purchase-ledger.ts';

/** Why a return is parked. */
export const noMatch = 'no matching purchase';

/** Why an order that comes back before it has ended is cancelled. */
export function cancelReason({ returnId }: Pick<Return, 'returnId'>): string {
  return `returned as ${returnId}`;
}

/**
 * What becomes of a return: accepted whole, held until orders have ended, or (impossible) parked.
 *
 * An order in flight of which everything comes back is to be cancelled; one of which something is kept is awaited.
 */
export function decideReturn(ledger: PurchaseLedger, request: Return): Decision {
  const matches = matchReturn(ledger, request);
  if (matches === undefined) {
    return impossible(noMatch);
  }
  const open = ordersOf(matches).filter((orderId) => ledger.orders.get(orderId)?.status === 'open');
  return open.length === 0 ? accepted(ledger, request, matches) : held(ledger, request, { matches, open });
}

function held(
  { orders, holds, reopened }: PurchaseLedger,
  request: Return,
  { matches, open }: { readonly matches: readonly Match[]; readonly open: readonly string[] },
): Decision {
  // Who came first must still find what he waits for.
  const awaited = new Set([...holds.values()].flatMap(({ waitsFor }) => waitsFor));
  const whole = open.filter(
    (orderId) => !awaited.has(orderId) && isWhole(orders.get(orderId), ofOrder(matches, orderId)),
  );
  const cancels = [...new Set([...(reopened.get(request.returnId) ?? []), ...whole])];
  return happened(
    ReturnHeld.of({ ...request, waitsFor: [...open], cancels }),
    ...whole.map((orderId) => CancelOrder.of({ orderId, reason: cancelReason(request) })),
  );
}

function isWhole(order: Purchase | undefined, matches: readonly Match[]): boolean {
  return (
    order?.lines.every(({ quantity }, place) => matches.find(({ line }) => line === place)?.quantity === quantity) ??
    false
  );
}

/** What is taken from an order that was cancelled was never paid, and is in stock again. */
function accepted(ledger: PurchaseLedger, { returnId, customerId }: Return, matches: readonly Match[]): Decision {
  const takes = matches.map((match) => ({ ...match, amount: worthOf(ledger, match) }));
  const refunds = ordersOf(takes)
    .filter((orderId) => ledger.orders.get(orderId)?.status === 'completed')
    .map((orderId) => {
      const lines = ofOrder(takes, orderId).map(({ line, quantity, amount }) => ({
        sku: ledger.orders.get(orderId)?.lines[line]?.sku ?? '',
        quantity,
        amount,
      }));
      const refundId = `${returnId}:${orderId}`;
      return RefundRequested.of({ refundId, returnId, orderId, customerId, lines, amount: sum(lines) });
    });
  return happened(ReturnAccepted.of({ returnId, customerId, takes, amount: sum(takes) }), ...refunds);
}

function worthOf({ orders }: PurchaseLedger, { orderId, line, quantity }: Match): number {
  const order = orders.get(orderId);
  const bought = order?.lines[line];
  return order?.status === 'completed' && bought !== undefined ? paidFor(bought, quantity) : 0;
}

function ordersOf(matches: readonly Match[]): readonly string[] {
  return [...new Set(matches.map(({ orderId }) => orderId))];
}

function ofOrder<One extends Match>(matches: readonly One[], orderId: string): readonly One[] {
  return matches.filter((match) => match.orderId === orderId);
}

function sum(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((total, { amount }) => total + amount, 0);
}
