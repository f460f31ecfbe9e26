import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { sha256Fingerprint as fingerprint } from '../../../lambdas/adapters/system/sha256-fingerprint.ts';
import type { Draft } from '../../../lambdas/contracts/events/event-type.ts';
import { OrderConfirmed, OrderPlaced, OrderRejected } from '../../../lambdas/contracts/orders/order-messages.ts';
import { boardKey } from '../../../lambdas/live-orders/board-key.ts';
import { createLiveOrders } from '../../../lambdas/live-orders/live-orders.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { placedOrder } from '../../support/placed-order.ts';

const time = '2026-01-01T08:00:00Z';

describe('the board of live orders', () => {
  it('counts each event of a day once', async () => {
    const items = createMemoryItemStore();
    const consumer = createLiveOrders({ items, clock: fixedClock(), ids: fixedIds('try-'), fingerprint });
    const drafts: readonly Draft[] = [
      OrderPlaced.of(placedOrder()),
      OrderPlaced.of(placedOrder({ orderId: 'o2' })),
      OrderConfirmed.of({ orderId: 'o1', customerId: 'c1', parcel: 'p', total: 1000 }),
      OrderRejected.of({ orderId: 'o2', customerId: 'c1', reason: 'r' }),
    ];

    for (const [index, draft] of [...drafts.entries(), ...drafts.entries()]) {
      await consumer.handle({ ...arriving(draft), id: `e${index}`, time }, { deadline: 0, receiveCount: 1 });
    }

    expect((await items.get(boardKey(time)))?.attributes).toEqual({ placed: 2, confirmed: 1, rejected: 1 });
  });
});
