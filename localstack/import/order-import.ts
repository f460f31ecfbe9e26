import type { Order } from '../../lambdas/contracts/orders/order-messages.ts';

/** Why an order of the file is not accepted. */
export type RejectReason = 'return' | 'unparsable' | 'missing customer' | 'quantity' | 'amount';

/** An order that is not accepted. */
export interface Reject {
  /** Empty when the line does not tell. */
  readonly orderId: string;
  readonly reason: RejectReason;
  /** The first line of the file that is at fault; the header is line 1. */
  readonly line: number;
  /** What was expected there; never the line itself. */
  readonly detail: string;
}

/** What a file of order lines holds; `read` is always accepted plus rejected. */
export interface OrderImport {
  readonly read: number;
  readonly orders: readonly Order[];
  readonly rejects: readonly Reject[];
}
