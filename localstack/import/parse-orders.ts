import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { csvLines } from './csv-lines.ts';
import type { Entry, OrderImport, Reject, RejectReason } from './order-import.ts';
import { type OrderRow, type UnreadableRow, columns, orderRow } from './order-row.ts';

type Row = OrderRow | UnreadableRow;

/**
 * Reads orders and returns out of the text of a CSV file: an order is all lines of one `order_id`, wherever they stand;
 * one whose id starts with `C` is a return, and its quantities and amounts are negative.
 *
 * Those that break a rule are rejected with the first reason that applies, in this order: unparsable, missing customer,
 * quantity, amount. A line that cannot be read rejects its whole order; one that does not tell its order is a rejected
 * order of its own. Zero amounts are gifts and accepted.
 *
 * @throws PipelineError `input-invalid` when the header is not the expected one.
 */
export function parseOrders(text: string, limit = Number.POSITIVE_INFINITY): OrderImport {
  const groups = [...groupsOf(rowsOf(text)).values()].slice(0, limit);
  const entries: Entry[] = [];
  const rejects: Reject[] = [];
  for (const rows of groups) {
    const reject = rejectOf(rows);
    if (reject === undefined) {
      entries.push(entryOf(rows));
    } else {
      rejects.push(reject);
    }
  }
  const orders = entries.flatMap((entry) => (entry.kind === 'order' ? [entry.order] : []));
  return { read: groups.length, entries, orders, rejects };
}

function rowsOf(text: string): readonly Row[] {
  const [first, ...lines] = csvLines(text);
  const header = first?.fields.join(',') ?? '';
  if (header !== columns.join(',')) {
    throw new PipelineError(`the first line must be "${columns.join(',')}", got "${header.slice(0, 80)}"`, {
      code: 'input-invalid',
    });
  }
  return lines.map(orderRow);
}

function groupsOf(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, ({ orderId, line }) => (orderId === '' ? `\nline ${line}` : orderId));
}

type Rule = readonly [RejectReason, string, (row: Row) => boolean];

const common: readonly Rule[] = [
  ['unparsable', '', ({ fault }) => fault !== undefined],
  ['missing customer', 'customer_id must not be empty', (row) => readable(row, ({ customerId }) => customerId === '')],
];

/** Each reason with the rows it finds at fault, first reason first. */
const orderRules: readonly Rule[] = [
  ...common,
  ['quantity', 'quantity must be above 0', (row) => readable(row, ({ quantity }) => quantity <= 0)],
  ['amount', 'amount must not be negative', (row) => readable(row, ({ amount }) => amount < 0)],
];

const returnRules: readonly Rule[] = [
  ...common,
  ['quantity', 'quantity of a return must be below 0', (row) => readable(row, ({ quantity }) => quantity >= 0)],
  ['amount', 'amount of a return must not be above 0', (row) => readable(row, ({ amount }) => amount > 0)],
];

function isReturn({ orderId }: Row): boolean {
  return orderId.startsWith('C');
}

function readable(row: Row, broken: (row: OrderRow) => boolean): boolean {
  return isReadable(row) && broken(row);
}

function rejectOf(rows: readonly Row[]): Reject | undefined {
  const [first] = rows;
  for (const [reason, rule, isAtFault] of first !== undefined && isReturn(first) ? returnRules : orderRules) {
    const row = rows.find(isAtFault);
    if (row !== undefined) {
      return { orderId: row.orderId, reason, line: row.line, detail: row.fault ?? rule };
    }
  }
  return overflowOf(rows);
}

/** Past this, sums of cents are no longer exact; each line is far below it. */
function overflowOf(rows: readonly Row[]): Reject | undefined {
  let total = 0;
  for (const { orderId, line, amount } of rows.filter(isReadable)) {
    total += amount;
    if (!Number.isSafeInteger(total)) {
      return {
        orderId,
        reason: 'amount',
        line,
        detail: `an order must total at most ${Number.MAX_SAFE_INTEGER} cents`,
      };
    }
  }
  return undefined;
}

function isReadable(row: Row): row is OrderRow {
  return row.fault === undefined;
}

function entryOf(rows: readonly Row[]): Entry {
  const sound = rows.filter(isReadable);
  const { orderId = '', customerId = '', placedAt = '' } = sound[0] ?? {};
  if (orderId.startsWith('C')) {
    const lines = sound.map(({ sku, quantity }) => ({ sku, quantity: -quantity }));
    return { kind: 'return', goods: { returnId: orderId, customerId, returnedAt: placedAt, lines } };
  }
  const lines = sound.map(({ sku, quantity, amount }) => ({ sku, quantity, amount }));
  const total = sound.reduce((sum, { amount }) => sum + amount, 0);
  return { kind: 'order', order: { orderId, customerId, placedAt, lines, total } };
}
