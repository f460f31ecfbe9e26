import * as z from 'zod/mini';
import type { EnvelopeOf } from '../../core/consume/consumer.ts';
import { OrderLine } from '../../contracts/orders/order-line.ts';
import { OrderConfirmed, OrderPlaced, OrderRejected, OrderReturned } from '../../contracts/orders/order-messages.ts';
import { projection } from '../../core/projection/projection.ts';
import type { RowChange } from '../../core/projection/row-change.ts';
import type { ViewRow } from '../../core/projection/views.ts';
import { fieldPart } from './field-part.ts';

const events = [OrderPlaced, OrderConfirmed, OrderRejected, OrderReturned] as const;

/** What a customer has of one SKU, over all completed orders. */
export interface PurchasedSku {
  readonly sku: string;
  readonly bought: number;
  readonly returned: number;
  /** Units that can still be returned. */
  readonly returnable: number;
}

/**
 * What each customer has bought: one row an order, `<customer>#<order>`, so that all rows of a customer are listed by
 * {@link purchasesPrefix}.
 *
 * A row appears with the order, because only then its lines are known; it counts once it is completed.
 */
export const customerPurchases = projection('customer-purchases', { version: 1, events, project });

/** What the rows of one customer begin with. */
export function purchasesPrefix(customerId: string): string {
  return `${customerId}#`;
}

/** The completed purchases in some rows of the view, by SKU. */
export function purchasedSkus(rows: readonly ViewRow[]): readonly PurchasedSku[] {
  const units = new Map<string, { bought: number; returned: number }>();
  const count = (value: unknown, kind: 'bought' | 'returned'): void => {
    for (const { sku, quantity } of lines.parse(value)) {
      const known = units.get(sku) ?? { bought: 0, returned: 0 };
      known[kind] += quantity;
      units.set(sku, known);
    }
  };
  for (const { fields } of rows.filter((row) => row.fields['status'] === 'completed')) {
    count(fields['lines'], 'bought');
    for (const [name, value] of Object.entries(fields).filter(([field]) => field.startsWith(returnField))) {
      count(name === '' ? [] : value, 'returned');
    }
  }
  return [...units].map(([sku, { bought, returned }]) => ({ sku, bought, returned, returnable: bought - returned }));
}

const lines = z.array(OrderLine);

/** Beginning of the fields that hold what came back, one for each refunded part of a return. */
const returnField = 'return ';

function project(event: EnvelopeOf<(typeof events)[number]>): readonly RowChange[] {
  const row = `${purchasesPrefix(event.data.customerId)}${event.data.orderId}`;
  switch (event.type) {
    case 'order.placed': {
      const { placedAt, total } = event.data;
      return [{ row, set: { status: 'placed', placedAt, total, lines: event.data.lines } }];
    }
    case 'order.confirmed':
      return [{ row, set: { status: 'completed' } }];
    case 'order.rejected':
      return [{ row, gone: true }];
    case 'order.returned': {
      const { refundId, amount } = event.data;
      return [{ row, set: { [`${returnField}${fieldPart(refundId)}`]: event.data.lines }, add: { refunded: amount } }];
    }
  }
}
