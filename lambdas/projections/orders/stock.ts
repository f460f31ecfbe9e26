import {
  type Quantities,
  ReservationBegun,
  StockRefused,
  StockReleased,
} from '../../contracts/orders/inventory-messages.ts';
import { OrderReturned } from '../../contracts/orders/order-messages.ts';
import type { EnvelopeOf } from '../../core/consume/consumer.ts';
import { projection } from '../../core/projection/projection.ts';
import type { RowChange } from '../../core/projection/row-change.ts';
import type { ViewRow } from '../../core/projection/views.ts';
import { fnv1a } from '../../core/text/fnv1a.ts';
import { fieldPart, textOfPart } from './field-part.ts';

const events = [ReservationBegun, StockRefused, StockReleased, OrderReturned] as const;

/** What orders hold of one SKU. */
export interface StockOfSku {
  readonly sku: string;
  /** Units that were reserved and not given back: held for orders in flight, or shipped. */
  readonly reserved: number;
  /** Units that came back. */
  readonly returned: number;
}

/** Rows of the view: an order may have more SKUs than a transaction takes rows, so each row holds many SKUs. */
export const stockShelves = 64;

/**
 * What orders hold of each SKU: reserved with the first event of a reservation, given up with its last one.
 *
 * Rows are shelves, `shelf-00` to `shelf-63`; each has two fields for every SKU on it.
 */
export const stock = projection('stock', { version: 1, events, project });

/** The row of the view that holds a SKU. */
export function shelfOf(sku: string): string {
  return `shelf-${String(fnv1a(sku) % stockShelves).padStart(2, '0')}`;
}

/** Every SKU in some rows of the view. */
export function stockOfSkus(rows: readonly ViewRow[]): readonly StockOfSku[] {
  const skus = new Map<string, { reserved: number; returned: number }>();
  for (const [name, value] of rows.flatMap(({ fields }) => Object.entries(fields))) {
    const [kind = '', part = ''] = name.split(' ');
    if (isKind(kind) && typeof value === 'number') {
      const sku = textOfPart(part);
      const known = skus.get(sku) ?? { reserved: 0, returned: 0 };
      known[kind] += value;
      skus.set(sku, known);
    }
  }
  return [...skus].map(([sku, units]) => ({ sku, ...units }));
}

type Kind = 'reserved' | 'returned';

function isKind(text: string): text is Kind {
  return text === 'reserved' || text === 'returned';
}

function project({ type, data }: EnvelopeOf<(typeof events)[number]>): readonly RowChange[] {
  switch (type) {
    case 'reservation.begun':
      return moved('reserved', data.lines, 1);
    case 'stock.refused':
    case 'stock.released':
      return moved('reserved', data.lines ?? [], -1);
    case 'order.returned':
      return moved('returned', data.lines, 1);
  }
}

function moved(kind: Kind, lines: Quantities, sign: 1 | -1): readonly RowChange[] {
  return lines.map(({ sku, quantity }) => ({
    row: shelfOf(sku),
    add: { [`${kind} ${fieldPart(sku)}`]: sign * quantity },
  }));
}
