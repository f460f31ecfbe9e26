import { beforeAll, describe, expect, it } from '@jest/globals';
import { PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { ReserveStock } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { createDeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { lettersInLines } from '../../../localstack/report/letters-in-lines.ts';
import { parkedOrders } from '../../../localstack/report/parked-orders.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { placedOrder } from '../../support/placed-order.ts';

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
  it('finds orders in dead-letter queues and in lines, and names what says none by where it lies', () => {
    const bodies = [
      { queue: 'orders', body: place('o1') },
      { queue: 'payments', body: 'unreadable' },
    ];

    expect(parkedOrders({ bodies, items: items.scan() })).toEqual(
      new Set(['o1', 'o2', 'o3', 'unreadable message of payments', 'unreadable message of inventory']),
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
