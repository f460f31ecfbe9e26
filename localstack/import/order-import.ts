import type { Order } from '../../lambdas/contracts/orders/order-messages.ts';
import type { Return } from '../../lambdas/contracts/orders/return-messages.ts';

/** Why an order or a return of a file is not accepted. */
export type RejectReason = 'repeated' | 'unparsable' | 'missing customer' | 'quantity' | 'amount';

/** An accepted order or return. */
export type Entry =
  { readonly kind: 'order'; readonly order: Order } | { readonly kind: 'return'; readonly goods: Return };

/** An order or a return that is not accepted. */
export interface Reject {
  /** Empty when the line does not tell. */
  readonly orderId: string;
  readonly reason: RejectReason;
  /** The first line of the file that is at fault; the header is line 1. */
  readonly line: number;
  /** What was expected there; never the line itself. */
  readonly detail: string;
}

/** What files of order lines hold; `read` is always the entries plus the rejects. */
export interface OrderImport {
  readonly read: number;
  /** Accepted orders and returns as they stand in the files, by their first lines. */
  readonly entries: readonly Entry[];
  /** The orders among them. */
  readonly orders: readonly Order[];
  readonly rejects: readonly Reject[];
}

/** The id that an entry has in its file. */
export function idOf(entry: Entry): string {
  return entry.kind === 'order' ? entry.order.orderId : entry.goods.returnId;
}
