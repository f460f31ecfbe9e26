import { OrderConfirmed, OrderReturned } from '../../contracts/orders/order-messages.ts';
import { projection } from '../../core/projection/projection.ts';
import type { ViewRow } from '../../core/projection/views.ts';

/** What was sold and taken back on one day; amounts in cents. */
export interface SalesOfDay {
  /** In UTC: `2026-11-25`. */
  readonly day: string;
  /** Orders that were confirmed. */
  readonly orders: number;
  readonly sold: number;
  /** Parts of returns that were refunded. */
  readonly returns: number;
  readonly refunded: number;
}

/** Sales of each day on which orders were confirmed or returns refunded: one row a day. */
export const salesByDay = projection('sales-by-day', {
  version: 1,
  events: [OrderConfirmed, OrderReturned],
  project: (event) => {
    const row = event.time.slice(0, 'YYYY-MM-DD'.length);
    return event.type === 'order.confirmed'
      ? [{ row, add: { orders: 1, sold: event.data.total } }]
      : [{ row, add: { returns: 1, refunded: event.data.amount } }];
  },
});

/** The sales in a row of the view. */
export function salesOfDay({ row, fields }: ViewRow): SalesOfDay {
  const { orders = 0, sold = 0, returns = 0, refunded = 0 } = fields;
  return {
    day: row,
    orders: Number(orders),
    sold: Number(sold),
    returns: Number(returns),
    refunded: Number(refunded),
  };
}
