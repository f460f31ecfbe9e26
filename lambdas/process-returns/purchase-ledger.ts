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
  /** How orders ended whose announcement was late: news of an order and what its customer sends go different ways. */
  readonly early: ReadonlyMap<string, Exclude<Purchase['status'], 'open'>>;
  readonly holds: ReadonlyMap<string, Hold>;
  /** Returns that were held and are to be looked at again, with the orders that were to be cancelled for them. */
  readonly reopened: ReadonlyMap<string, readonly string[]>;
  /** What was taken for each accepted return. */
  readonly accepted: ReadonlyMap<string, readonly Take[]>;
}

/** What was entered into a ledger, newest entry first: an entry costs the same however long the ledger is. */
export interface LedgerEntries {
  readonly event: LedgerEvent;
  readonly before: LedgerEntries | undefined;
}

/** The ledger of one customer: every order in the sequence in which it was announced, every return once. */
export const purchaseLedger: Fold<LedgerEntries | undefined, typeof events> = {
  category: 'purchases',
  initial: undefined,
  events,
  evolve: (before, event) => ({ event, before }),
};

/** Adds up the entries of a ledger. */
export function ledgerOf(entries: LedgerEntries | undefined): PurchaseLedger {
  const ledger: Draft = {
    orders: new Map(),
    early: new Map(),
    holds: new Map(),
    reopened: new Map(),
    accepted: new Map(),
  };
  for (const event of oldestFirst(entries).filter(isEntry)) {
    enter(ledger, event);
  }
  return ledger;
}

interface Draft extends PurchaseLedger {
  readonly orders: Map<string, Purchase>;
  readonly early: Map<string, Exclude<Purchase['status'], 'open'>>;
  readonly holds: Map<string, Hold>;
  readonly reopened: Map<string, readonly string[]>;
  readonly accepted: Map<string, readonly Take[]>;
}

function oldestFirst(entries: LedgerEntries | undefined): readonly LedgerEvent[] {
  const newestFirst: LedgerEvent[] = [];
  for (let entry = entries; entry !== undefined; entry = entry.before) {
    newestFirst.push(entry.event);
  }
  return newestFirst.reverse();
}

type Asked = EnvelopeOf<typeof RefundRequested | typeof CancelOrder>;

function isEntry(event: LedgerEvent): event is Exclude<LedgerEvent, Asked> {
  return event.type !== 'refund.requested' && event.type !== 'order.cancel';
}

function enter(ledger: Draft, event: Exclude<LedgerEvent, Asked>): void {
  switch (event.type) {
    case 'purchase.registered':
      register(ledger, event.data);
      break;
    case 'purchase.settled':
      settle(ledger, event.data);
      break;
    case 'return.held':
      hold(ledger, event.data);
      break;
    case 'return.reopened':
      reopen(ledger, event.data.returnId);
      break;
    case 'return.accepted':
      accept(ledger, event.data);
      break;
    case 'return.released':
      release(ledger, event.data);
      break;
  }
}

type DataIn<Type> = EnvelopeOf<Type> extends { readonly data: infer Data } ? Data : never;

function register({ orders, early }: Draft, { orderId, placedAt, lines }: DataIn<typeof PurchaseRegistered>): void {
  const bought = lines.map((line) => ({ ...line, returned: 0, refunded: 0 }));
  const status = early.get(orderId) ?? 'open';
  early.delete(orderId);
  orders.set(orderId, { status, placedAt, lines: status === 'rejected' ? [] : bought });
}

function settle({ orders, early }: Draft, { orderId, outcome }: DataIn<typeof PurchaseSettled>): void {
  const order = orders.get(orderId);
  if (order === undefined) {
    early.set(orderId, outcome);
  } else {
    orders.set(orderId, { ...order, status: outcome, lines: outcome === 'rejected' ? [] : order.lines });
  }
}

function hold({ holds, reopened }: Draft, { waitsFor, cancels, ...request }: DataIn<typeof ReturnHeld>): void {
  holds.set(request.returnId, { waitsFor, cancels, request });
  reopened.delete(request.returnId);
}

function reopen({ holds, reopened }: Draft, returnId: string): void {
  reopened.set(returnId, holds.get(returnId)?.cancels ?? []);
  holds.delete(returnId);
}

function accept(ledger: Draft, { returnId, takes }: DataIn<typeof ReturnAccepted>): void {
  takes.forEach((take) => {
    move(ledger, take, 1);
  });
  ledger.accepted.set(returnId, takes);
  ledger.reopened.delete(returnId);
}

function release(ledger: Draft, { returnId, orderId }: DataIn<typeof ReturnReleased>): void {
  const [back, kept] = parted(ledger.accepted.get(returnId) ?? [], orderId);
  back.forEach((take) => {
    move(ledger, take, -1);
  });
  ledger.accepted.set(returnId, kept);
}

function parted(takes: readonly Take[], orderId: string): readonly [readonly Take[], readonly Take[]] {
  return [takes.filter((take) => take.orderId === orderId), takes.filter((take) => take.orderId !== orderId)];
}

/** Units that came back, or (-1) did not after all. */
function move({ orders }: Draft, { orderId, line: place, quantity, amount }: Take, sign: 1 | -1): void {
  const order = orders.get(orderId);
  if (order !== undefined) {
    const lines = order.lines.map((line, index) =>
      index === place
        ? { ...line, returned: line.returned + sign * quantity, refunded: line.refunded + sign * amount }
        : line,
    );
    orders.set(orderId, { ...order, lines });
  }
}
