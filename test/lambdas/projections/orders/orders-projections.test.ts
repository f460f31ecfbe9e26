import { describe, expect, it } from '@jest/globals';
import {
  ReservationBegun,
  StockRefused,
  StockReleased,
} from '../../../../lambdas/contracts/orders/inventory-messages.ts';
import {
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
} from '../../../../lambdas/contracts/orders/order-messages.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';
import type { Draft } from '../../../../lambdas/contracts/events/event-type.ts';
import {
  customerPurchases,
  purchasedSkus,
  purchasesPrefix,
} from '../../../../lambdas/projections/orders/customer-purchases.ts';
import { ordersProjections } from '../../../../lambdas/projections/orders/orders-projections.ts';
import { salesByDay, salesOfDay } from '../../../../lambdas/projections/orders/sales-by-day.ts';
import { shelfOf, stock, stockOfSkus } from '../../../../lambdas/projections/orders/stock.ts';
import { placedOrder } from '../../../support/placed-order.ts';
import { viewOf } from '../../../support/view-of.ts';

const customerId = 'c1';
const placed = (orderId: string, sku: string, quantity: number): Draft =>
  OrderPlaced.of(placedOrder({ orderId, customerId, lines: [{ sku, quantity, amount: 500 }], total: 500 }));
const confirmed = (orderId: string, total = 500): Draft =>
  OrderConfirmed.of({ orderId, customerId, parcel: 'P1', total });
const returned = (orderId: string, quantity: number, amount = 250): Draft =>
  OrderReturned.of({
    ...{ orderId, customerId, returnId: 'C1', refundId: `C1.${orderId}`, amount },
    lines: [{ sku: 'CD', quantity, amount }],
  });

describe('the projections of the reference application', () => {
  it('are those of its definition', () => {
    expect(ordersProjections.map(({ name }) => name)).toEqual(orders.eventIndex?.projections);
  });

  it('read events of indexed streams only', () => {
    const names = ordersProjections.flatMap(({ events }) => events.map(({ name }) => name));

    expect(orders.eventIndex?.categories).toEqual(expect.arrayContaining(['order', 'reservation']));
    expect([...new Set(names.map((name) => name.split('.')[0]))].sort()).toEqual(['order', 'reservation', 'stock']);
  });
});

describe('sales by day', () => {
  it('given orders and a return on two days, counts each on its day, to the cent', () => {
    const view = viewOf(salesByDay, [
      { on: '2026-03-01', event: confirmed('o1', 1999) },
      { on: '2026-03-01', event: confirmed('o2', 1) },
      { on: '2026-03-02', event: returned('o1', 1, 999) },
    ]);

    expect(view.map(salesOfDay)).toEqual([
      { day: '2026-03-01', orders: 2, sold: 2000, returns: 0, refunded: 0 },
      { day: '2026-03-02', orders: 0, sold: 0, returns: 1, refunded: 999 },
    ]);
  });
});

describe('customer purchases', () => {
  it('given an order that is only placed, counts nothing as bought', () => {
    expect(purchasedSkus(viewOf(customerPurchases, [placed('o1', 'CD', 2)]))).toEqual([]);
  });

  it('given completed orders and a return, says what can still be returned of each SKU', () => {
    const view = viewOf(customerPurchases, [
      ...[placed('o1', 'CD', 2), confirmed('o1'), placed('o2', 'CD', 3), confirmed('o2')],
      ...[placed('o3', 'LP.1', 1), confirmed('o3'), returned('o2', 2)],
    ]);

    expect(view.every(({ row }) => row.startsWith(purchasesPrefix(customerId)))).toBe(true);
    expect(purchasedSkus(view)).toEqual([
      { sku: 'CD', bought: 5, returned: 2, returnable: 3 },
      { sku: 'LP.1', bought: 1, returned: 0, returnable: 1 },
    ]);
  });

  it('given an order that is rejected, forgets it', () => {
    const rejected = OrderRejected.of({ orderId: 'o1', customerId, reason: 'out of stock' });

    expect(viewOf(customerPurchases, [placed('o1', 'CD', 2), rejected])).toEqual([]);
  });

  it('given the same return twice under one id, counts it once', () => {
    const view = viewOf(customerPurchases, [
      ...[placed('o1', 'CD', 2), confirmed('o1'), returned('o1', 1), returned('o1', 1)],
    ]);

    expect(purchasedSkus(view)).toEqual([{ sku: 'CD', bought: 2, returned: 1, returnable: 1 }]);
  });
});

describe('stock', () => {
  const lines = [
    { sku: 'CD', quantity: 2 },
    { sku: 'LP 1.5', quantity: 1 },
  ];
  const begun = (orderId: string): Draft => ReservationBegun.of({ orderId, lines });

  it('given reservations, of which one is released and one refused, holds what is left', () => {
    const view = viewOf(stock, [
      ...[begun('o1'), begun('o2'), begun('o3')],
      StockReleased.of({ orderId: 'o2', lines }),
      StockRefused.of({ orderId: 'o3', reason: 'out of stock', sku: 'CD', lines }),
    ]);

    expect(stockOfSkus(view)).toEqual(
      expect.arrayContaining([
        { sku: 'CD', reserved: 2, returned: 0 },
        { sku: 'LP 1.5', reserved: 1, returned: 0 },
      ]),
    );
  });

  it('given a reservation that never began, changes nothing', () => {
    expect(viewOf(stock, [StockReleased.of({ orderId: 'o1' })])).toEqual([]);
  });

  it('given a return, counts what came back beside what is reserved', () => {
    const view = viewOf(stock, [begun('o1'), returned('o1', 1)]);

    expect(stockOfSkus(view)).toContainEqual({ sku: 'CD', reserved: 2, returned: 1 });
  });

  it('given an order of 593 SKUs, changes no more rows than a transaction takes', () => {
    const many = Array.from({ length: 593 }, (_, place) => ({ sku: `sku-${place}`, quantity: 1 }));
    const rows = viewOf(stock, [ReservationBegun.of({ orderId: 'o1', lines: many })]);

    expect(rows.length).toBeLessThanOrEqual(64);
    expect(stockOfSkus(rows)).toHaveLength(593);
    expect(rows.map(({ row }) => row)).toContain(shelfOf('sku-0'));
  });
});
