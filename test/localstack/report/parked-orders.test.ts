import { beforeAll, describe, expect, it } from '@jest/globals';
import { PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { ReserveStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { RequestReturn } from '../../../lambdas/contracts/orders/return-messages.ts';
import { createDeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { lettersInLines } from '../../../localstack/report/letters-in-lines.ts';
import { parkedOrders } from '../../../localstack/report/parked-orders.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { placedOrder } from '../../support/placed-order.ts';

const back = RequestReturn.of({
  ...{ returnId: 'C1', customerId: 'c1', returnedAt: '2026-01-01T00:00:00Z' },
  lines: [{ sku: 'CD', quantity: 1 }],
});
const items = createMemoryItemStore();
const place = (orderId: string): string => JSON.stringify(arriving(PlaceOrder.of(placedOrder({ orderId }))));

async function park(
  queue: string,
  letter: { readonly id: string; readonly key: string; readonly body: string },
): Promise<void> {
  const lines = createDeadLetterLines({
    items,
    clock: fixedClock(),
    backoff: { wait: () => Promise.resolve() },
    queue,
  });
  await lines.park({ ...letter, reason: 'because', receiveCount: 1 });
}

beforeAll(async () => {
  await park('orders', { id: 'r1', key: 'o2', body: 'unreadable' });
  const { orderId, lines } = placedOrder({ orderId: 'o3' });
  await park('inventory', {
    id: 'r2',
    key: 'r2',
    body: JSON.stringify(arriving(ReserveStock.of({ orderId, lines }))),
  });
  await park('inventory', { id: 'r3', key: 'r3', body: 'unreadable' });
});

describe('parkedOrders', () => {
  it('finds orders and returns in dead letters and lines, each with its reason, and names what says none by its place', () => {
    const bodies = [
      { queue: 'orders', body: place('o1'), reason: 'late' },
      { queue: 'payments', body: 'unreadable', reason: undefined },
      { queue: 'returns', body: JSON.stringify(arriving(back)), reason: 'no matching purchase' },
    ];

    expect(parkedOrders({ bodies, items: items.scan() })).toEqual(
      new Map([
        ['o1', 'late'],
        ['unreadable message of payments', 'received too often'],
        ['C1', 'no matching purchase'],
        ['o2', 'because'],
        ['o3', 'because'],
        ['unreadable message of inventory', 'because'],
      ]),
    );
  });
});

describe('lettersInLines', () => {
  it('counts the letters of each queue that has any', () => {
    expect(lettersInLines(items.scan())).toEqual(
      new Map([
        ['orders', 1],
        ['inventory', 2],
      ]),
    );
  });
});
