import { coreOrders as definition } from '../../lambdas/contracts/orders/core-orders.ts';
import type { Views } from '../../lambdas/core/projection/views.ts';
import {
  type PurchasedSku,
  customerPurchases,
  purchasedSkus,
} from '../../lambdas/projections/orders/customer-purchases.ts';
import { type SalesOfDay, salesByDay, salesOfDay } from '../../lambdas/projections/orders/sales-by-day.ts';
import { type StockOfSku, stock, stockOfSkus } from '../../lambdas/projections/orders/stock.ts';
import { type InvariantResult, verdict } from './invariants/invariant.ts';
import type { EventFacts, StoreFacts } from './order-facts.ts';

/** What the views say. */
export interface ProjectionReadings {
  readonly sales: readonly SalesOfDay[];
  /** Orders that count as bought. */
  readonly purchases: number;
  readonly customers: number;
  readonly purchased: readonly PurchasedSku[];
  readonly stock: readonly StockOfSku[];
}

/** Reads the views of the reference application; undefined where its definition has no index. */
export async function readProjections(views: Views): Promise<ProjectionReadings | undefined> {
  if (definition.eventIndex === undefined) {
    return undefined;
  }
  const [sales, purchases, shelves] = await Promise.all([
    ...[salesByDay, customerPurchases, stock].map(({ name }) => views.list(name)),
  ]);
  const completed = (purchases ?? []).filter(({ fields }) => fields['status'] === 'completed');
  return {
    sales: (sales ?? []).map(salesOfDay),
    purchases: completed.length,
    customers: new Set(completed.map(({ row }) => row.slice(0, row.lastIndexOf('#')))).size,
    purchased: purchasedSkus(completed),
    stock: stockOfSkus(shelves ?? []),
  };
}

/** What a report shows of the views: a line for each, with its figures. */
export function projectionLines(readings: ProjectionReadings): readonly (readonly [string, string])[] {
  const { sales, purchases, customers, purchased } = readings;
  const total = (pick: (day: SalesOfDay) => number): number => sum(sales.map(pick));
  const days = `${sales.length} day(s): ${total((day) => day.orders)} orders for ${total((day) => day.sold)} cents`;
  const back = `${total((day) => day.returns)} refund(s) of ${total((day) => day.refunded)} cents`;
  const returnable = sum(purchased.map((one) => one.returnable));
  const [reserved, returned] = [
    sum(readings.stock.map((one) => one.reserved)),
    sum(readings.stock.map((one) => one.returned)),
  ];
  return [
    [salesByDay.name, `${days}, ${back}`],
    [customerPurchases.name, `${purchases} orders of ${customers} customers, ${returnable} units returnable`],
    [stock.name, `${readings.stock.length} SKUs: ${reserved} units held or shipped, ${returned} units back`],
  ];
}

/** Holds the views to the events of the store: every figure to the unit and the cent. */
export function projectionsTrue(readings: ProjectionReadings, facts: StoreFacts): InvariantResult {
  const events = [...facts.orders.values()].map(({ streams }) => streams);
  const ofOrders = events.flatMap((streams) => streams['order'] ?? []);
  const ofReservations = events.flatMap((streams) => streams['reservation'] ?? []);
  const confirmed = ofOrders.filter(({ type }) => type === 'order.confirmed');
  const returned = ofOrders.filter(({ type }) => type === 'order.returned');
  const completed = [...facts.orders.values()].filter(({ status }) => status === 'confirmed');
  const given = ofReservations.filter(({ type }) => type === 'stock.refused' || type === 'stock.released');
  const begun = ofReservations.filter(({ type }) => type === 'reservation.begun');
  const { sales, purchased, stock: shelves, purchases } = readings;
  const figures: readonly (readonly [string, number, number])[] = [
    ['orders sold', sum(sales.map((day) => day.orders)), confirmed.length],
    ['cents sold', sum(sales.map((day) => day.sold)), sum(completed.map(({ total }) => total))],
    ['refunds', sum(sales.map((day) => day.returns)), returned.length],
    ['cents refunded', sum(sales.map((day) => day.refunded)), sum(returned.map(({ data }) => amountIn(data)))],
    ['orders bought', purchases, completed.length],
    ['units bought', sum(purchased.map((sku) => sku.bought)), units(completed.flatMap(({ lines }) => lines))],
    ['units returned', sum(purchased.map((sku) => sku.returned)), unitsIn(returned)],
    ['units reserved', sum(shelves.map((sku) => sku.reserved)), unitsIn(begun) - unitsIn(given)],
    ['units back', sum(shelves.map((sku) => sku.returned)), unitsIn(returned)],
  ];
  const broken = figures.filter(([, view, fact]) => view !== fact);
  return verdict(
    {
      number: 8,
      promise: 'views say what the events say',
      evidence: figures.map(([name, view]) => `${view} ${name}`).join(', '),
    },
    broken.map(([name, view, fact]) => `${name}: ${view} in the view, ${fact} by the events`),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function units(lines: readonly { readonly quantity: number }[]): number {
  return sum(lines.map(({ quantity }) => quantity));
}

function unitsIn(events: readonly EventFacts[]): number {
  return sum(events.map(({ data }) => units(linesIn(data))));
}

function amountIn(data: unknown): number {
  return typeof data === 'object' && data !== null && 'amount' in data ? Number(data.amount) : 0;
}

function linesIn(data: unknown): readonly { readonly quantity: number }[] {
  const lines: unknown = typeof data === 'object' && data !== null && 'lines' in data ? data.lines : [];
  return Array.isArray(lines)
    ? lines.map((line: { readonly quantity?: unknown }) => ({ quantity: Number(line.quantity) }))
    : [];
}
