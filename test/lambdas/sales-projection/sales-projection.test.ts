import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../../lambdas/adapters/system/sha256-fingerprint.ts';
import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import {
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
} from '../../../lambdas/contracts/orders/order-messages.ts';
import { duplicate, ok } from '../../../lambdas/core/consume/outcome.ts';
import { salesOfDay } from '../../../lambdas/projections/orders/sales-by-day.ts';
import { createSalesProjection } from '../../../lambdas/sales-projection/sales-projection.ts';
import { salesPartition } from '../../../lambdas/sales-projection/sales-row-key.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { placedOrder } from '../../support/placed-order.ts';

const context = { deadline: Date.UTC(2026, 0, 2), receiveCount: 1 };
const confirmed = (orderId: string, total: number): Draft =>
  OrderConfirmed.of({ orderId, customerId: 'c1', parcel: `parcel-${orderId}`, total });
const returned = OrderReturned.of({
  ...{ orderId: 'o1', customerId: 'c1', refundId: 'r1', returnId: 't1', amount: 150 },
  lines: [],
});

function rig() {
  const items = createMemoryItemStore();
  const consumer = createSalesProjection({ items, clock: fixedClock(), ids: fixedIds('try-'), fingerprint });
  return {
    handle: (draft: Draft, id: string, time: string) => consumer.handle({ ...arriving(draft), id, time }, context),
    days: async () =>
      (await items.query({ partition: salesPartition })).map(({ key, attributes }) =>
        salesOfDay({ row: key.sort, fields: attributes }),
      ),
  };
}

describe('sales that come over a broker', () => {
  it('are summed by the day of each event, in whatever order they come', async () => {
    const { handle, days } = rig();

    await handle(returned, 'e3', '2026-01-02T10:00:00Z');
    await handle(confirmed('o2', 250), 'e2', '2026-01-01T23:59:59Z');
    await handle(confirmed('o1', 1000), 'e1', '2026-01-01T08:00:00Z');

    expect(await days()).toEqual([
      { day: '2026-01-01', orders: 2, sold: 1250, returns: 0, refunded: 0 },
      { day: '2026-01-02', orders: 0, sold: 0, returns: 1, refunded: 150 },
    ]);
  });

  it('count an event once, however often the broker repeats it', async () => {
    const { handle, days } = rig();

    expect(await handle(confirmed('o1', 1000), 'e1', '2026-01-01T08:00:00Z')).toEqual(ok());
    expect(await handle(confirmed('o1', 1000), 'e1', '2026-01-01T08:00:00Z')).toEqual(duplicate());

    expect(await days()).toMatchObject([{ orders: 1, sold: 1000 }]);
  });

  it('are not changed by orders that were placed or rejected', async () => {
    const { handle, days } = rig();

    expect(await handle(OrderPlaced.of(placedOrder()), 'e1', '2026-01-01T08:00:00Z')).toEqual(ok());
    const rejected = OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'sold out' });
    expect(await handle(rejected, 'e2', '2026-01-01T08:00:00Z')).toEqual(ok());

    expect(await days()).toEqual([]);
  });
});
