import {
  PurchaseRegistered,
  PurchaseSettled,
  RefundRequested,
  type Return,
  ReturnAccepted,
  ReturnHeld,
  ReturnReleased,
  ReturnReopened,
  type Take,
} from '../contracts/orders/return-messages.ts';
import { CancelOrder } from '../contracts/orders/order-messages.ts';
import type { OrderLine } from '../contracts/orders/order-line.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import type { Fold } from '../core/event-store/decider.ts';

const events = [
  PurchaseRegistered,
  PurchaseSettled,
  ReturnHeld,
  ReturnReopened,
  ReturnAccepted,
  ReturnReleased,
  // Asked for by what the ledger decides, and committed with it.
  RefundRequested,
  CancelOrder,
] as const;

type LedgerEvent = EnvelopeOf<(typeof events)[number]>;

/** A line of an order, and what of it came back. */
export interface PurchasedLine extends OrderLine {
  readonly returned: number;
  /** What was refunded for the returned units, in cents. */
  readonly refunded: number;
}

/** An order of the customer. */
export interface Purchase {
  /** `open`: it has not ended; `cancelled`: a return asked for it, and may take from it what was never paid. */
  readonly status: 'open' | 'completed' | 'rejected' | 'cancelled';
  readonly placedAt: string;
  readonly lines: readonly PurchasedLine[];
}

/** A return that waits until one of some orders has ended. */
export interface Hold {
  readonly waitsFor: readonly string[];
  /** Orders that are to be cancelled for it. */
  readonly cancels: readonly string[];
  readonly request: Return;
}

/** What a customer has bought, and what came back or is about to. */
export interface PurchaseLedger {
  readonly orders: ReadonlyMap<string, Purchase>;
  readonly holds: ReadonlyMap<string, Hold>;
  /** Returns that were held and are to be looked at again, with the orders that were to be cancelled for them. */
  readonly reopened: ReadonlyMap<string, readonly string[]>;
  /** What was taken for each accepted return. */
  readonly accepted: ReadonlyMap<string, readonly Take[]>;
}

/** The ledger of one customer: every order in the sequence in which it was announced, every return once. */
export const purchaseLedger: Fold<PurchaseLedger, typeof events> = {
  category: 'purchases',
  initial: { orders: new Map(), holds: new Map(), reopened: new Map(), accepted: new Map() },
  events,
  evolve: (ledger, event) => ({
    ...ledger,
    ...(isOfOrder(event) ? { orders: ordersAfter(ledger.orders, event) } : changed(ledger, event)),
  }),
};

type OrderEvent = EnvelopeOf<typeof PurchaseRegistered | typeof PurchaseSettled>;

function isOfOrder(event: LedgerEvent): event is OrderEvent {
  return event.type === 'purchase.registered' || event.type === 'purchase.settled';
}

function ordersAfter(orders: PurchaseLedger['orders'], event: OrderEvent): PurchaseLedger['orders'] {
  return event.type === 'purchase.registered'
    ? withEntry(orders, event.data.orderId, purchased(event.data))
    : settled(orders, event.data);
}

function changed(ledger: PurchaseLedger, event: Exclude<LedgerEvent, OrderEvent>): Partial<PurchaseLedger> {
  switch (event.type) {
    case 'return.held':
      return held(ledger, event);
    case 'return.reopened':
      return reopened(ledger, event.data.returnId);
    case 'return.accepted':
      return accepted(ledger, event);
    case 'return.released':
      return released(ledger, event.data);
    case 'refund.requested':
    case 'order.cancel':
      return {};
  }
}

function held(ledger: PurchaseLedger, event: EnvelopeOf<typeof ReturnHeld>): Partial<PurchaseLedger> {
  const { waitsFor, cancels, ...request } = event.data;
  return { holds: withEntry(ledger.holds, request.returnId, { waitsFor, cancels, request }), ...closed(ledger, event) };
}

function accepted(ledger: PurchaseLedger, event: EnvelopeOf<typeof ReturnAccepted>): Partial<PurchaseLedger> {
  const { returnId, takes } = event.data;
  return {
    orders: takes.reduce((all, take) => moved(all, take, 1), ledger.orders),
    accepted: withEntry(ledger.accepted, returnId, takes),
    ...closed(ledger, event),
  };
}

function purchased({
  placedAt,
  lines,
}: Pick<EnvelopeOf<typeof PurchaseRegistered>['data'], 'placedAt' | 'lines'>): Purchase {
  return { status: 'open', placedAt, lines: lines.map((line) => ({ ...line, returned: 0, refunded: 0 })) };
}

function settled(
  orders: PurchaseLedger['orders'],
  { orderId, outcome }: EnvelopeOf<typeof PurchaseSettled>['data'],
): PurchaseLedger['orders'] {
  const order = orders.get(orderId);
  const lines = outcome === 'rejected' ? [] : (order?.lines ?? []);
  return order === undefined ? orders : withEntry(orders, orderId, { ...order, status: outcome, lines });
}

function reopened({ holds, reopened: before }: PurchaseLedger, returnId: string): Partial<PurchaseLedger> {
  const rest = new Map(holds);
  rest.delete(returnId);
  return { holds: rest, reopened: withEntry(before, returnId, holds.get(returnId)?.cancels ?? []) };
}

function closed(
  { reopened: before }: PurchaseLedger,
  { data }: EnvelopeOf<typeof ReturnHeld | typeof ReturnAccepted>,
): Pick<PurchaseLedger, 'reopened'> {
  const rest = new Map(before);
  rest.delete(data.returnId);
  return { reopened: rest };
}

function released(
  { orders, accepted }: PurchaseLedger,
  { returnId, orderId }: EnvelopeOf<typeof ReturnReleased>['data'],
): Partial<PurchaseLedger> {
  const takes = accepted.get(returnId) ?? [];
  const back = takes.filter((take) => take.orderId === orderId).reduce((all, take) => moved(all, take, -1), orders);
  const kept = takes.filter((take) => take.orderId !== orderId);
  return { orders: back, accepted: withEntry(accepted, returnId, kept) };
}

/** Units that came back, or (-1) did not after all. */
function moved(
  orders: PurchaseLedger['orders'],
  { orderId, line: place, quantity, amount }: Take,
  sign: 1 | -1,
): PurchaseLedger['orders'] {
  const order = orders.get(orderId);
  if (order === undefined) {
    return orders;
  }
  const lines = order.lines.map((line, index) =>
    index === place
      ? { ...line, returned: line.returned + sign * quantity, refunded: line.refunded + sign * amount }
      : line,
  );
  return withEntry(orders, orderId, { ...order, lines });
}

function withEntry<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> {
  return new Map(map).set(key, value);
}
