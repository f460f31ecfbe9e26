import type { CsvLine } from './csv-lines.ts';

/** The columns of a file of order lines, in order. */
export const columns = ['order_id', 'customer_id', 'placed_at', 'sku', 'quantity', 'amount'] as const;

/** One line of the file whose fields could be read; `quantity` and `amount` (in cents) may still be negative. */
export interface OrderRow {
  readonly line: number;
  readonly orderId: string;
  readonly customerId: string;
  readonly placedAt: string;
  readonly sku: string;
  readonly quantity: number;
  readonly amount: number;
  readonly fault: undefined;
}

/** A line that cannot be read; its order, where it tells one, is rejected with it. */
export interface UnreadableRow {
  readonly line: number;
  readonly orderId: string;
  readonly fault: string;
}

/** Reads the fields of one line, exactly: an amount never goes through a float. */
export function orderRow(csv: CsvLine): OrderRow | UnreadableRow {
  const raw = rawRow(csv);
  const { line } = csv;
  const fault = rules.find(([, holds]) => !holds(raw))?.[0];
  if (fault !== undefined) {
    return { line, orderId: orderIdOf(csv), fault };
  }
  return { ...raw, line, quantity: Number(raw.quantity), amount: centsOf(raw.amount), fault };
}

/**
 * The order that a line belongs to, even one that cannot be read to its end: an order that went on without one of its
 * lines would be charged too little. Empty when the line does not tell.
 */
function orderIdOf({ fields, closed }: CsvLine): string {
  const [orderId = '', ...others] = fields;
  const tells = others.length > 0 && (closed || !orderId.startsWith('"'));
  return tells ? orderId : '';
}

function rawRow({ fields, closed }: CsvLine): RawRow {
  const at = (column: (typeof columns)[number]): string => fields[columns.indexOf(column)] ?? '';
  return {
    closed,
    fields: fields.length,
    orderId: at('order_id'),
    customerId: at('customer_id'),
    placedAt: at('placed_at'),
    sku: at('sku'),
    quantity: at('quantity'),
    amount: at('amount'),
  };
}

interface RawRow {
  readonly closed: boolean;
  readonly fields: number;
  readonly orderId: string;
  readonly customerId: string;
  readonly placedAt: string;
  readonly sku: string;
  readonly quantity: string;
  readonly amount: string;
}

/** Each rule of a readable line, and what it says when it is broken. */
const rules: readonly (readonly [string, (row: RawRow) => boolean])[] = [
  ['quotes must be closed on their line', ({ closed }) => closed],
  [`a line must have ${columns.length} fields`, ({ fields }) => fields === columns.length],
  ['order_id must not be empty', ({ orderId }) => orderId !== ''],
  ['sku must not be empty', ({ sku }) => sku !== ''],
  ['placed_at must be a UTC time such as 1997-01-01T00:00:00Z', ({ placedAt }) => isUtcTime(placedAt)],
  ['quantity must be a whole number', ({ quantity }) => /^-?\d{1,9}$/.test(quantity)],
  ['amount must be a number with two decimals', ({ amount }) => /^-?\d{1,12}\.\d{2}$/.test(amount)],
];

function isUtcTime(text: string): boolean {
  const [, seconds] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,3})?Z$/.exec(text) ?? [];
  const time = new Date(text);
  // Date carries 30 February over to March, so the time must come out as it went in.
  return seconds !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(seconds);
}

/** "-12.30" is -1230. */
function centsOf(amount: string): number {
  const cents = Number(amount.replace('.', ''));
  return cents === 0 ? 0 : cents;
}
