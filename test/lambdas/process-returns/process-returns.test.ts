import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { OrderConfirmed } from '../../../lambdas/contracts/orders/order-messages.ts';
import { RefundRequested, RegisterPurchase, RequestReturn } from '../../../lambdas/contracts/orders/return-messages.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createProcessReturns } from '../../../lambdas/process-returns/process-returns.ts';
import { ledgerOf, purchaseLedger } from '../../../lambdas/process-returns/purchase-ledger.ts';

import { arriving } from '../../support/commands.ts';
import { countingItems } from '../../support/counting-items.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };

function rig(): {
  readonly counts: ReturnType<typeof countingItems>['counts'];
  readonly events: ReturnType<typeof createEventStore>;
  readonly consumers: readonly [ReturnType<typeof createProcessReturns>, ReturnType<typeof createProcessReturns>];
} {
  const { items, counts } = countingItems(createMemoryItemStore());
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  const events = createEventStore({ items, writer, publishes: [RefundRequested] });
  const one = (): ReturnType<typeof createProcessReturns> =>
    createProcessReturns({ events, backoff: { wait: () => Promise.resolve() } });
  return { counts, events, consumers: [one(), one()] };
}

const register = (orderId: string): ReturnType<typeof RegisterPurchase.of> =>
  RegisterPurchase.of({
    ...{ customerId: 'c1', orderId, placedAt: '2026-01-01T00:00:00Z' },
    lines: [{ sku: 'CD', quantity: 1, amount: 100 }],
  });

describe('processReturns', () => {
  it('enters news of an order into the ledger of its customer with one read and one write', async () => {
    const { counts, events, consumers } = rig();
    await consumers[0].handle(arriving(register('o1')), context);
    const confirmed = OrderConfirmed.of({ orderId: 'o1', customerId: 'c1', parcel: 'p', total: 100 });

    expect(await consumers[0].handle(arriving(confirmed), context)).toMatchObject({ kind: 'ok', duplicate: false });

    expect(counts).toEqual({ get: 2, write: 2, transact: 0, query: 0 });
    const { state } = await events.load(purchaseLedger, 'purchases-c1');
    expect(ledgerOf(state).orders.get('o1')?.status).toBe('completed');
  });

  it('lets news of one customer wait for each other, however many come at once', async () => {
    const { consumers } = rig();
    const orders = Array.from({ length: 50 }, (_, index) => register(`o${index}`));

    const outcomes = await Promise.all(orders.map((order) => consumers[0].handle(arriving(order), context)));

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['ok']));
  });

  it('gives one unit back once when two processes handle two returns of it at the same time', async () => {
    const { consumers } = rig();
    await consumers[0].handle(arriving(register('o1')), context);
    const confirmed = OrderConfirmed.of({ orderId: 'o1', customerId: 'c1', parcel: 'p', total: 100 });
    await consumers[0].handle(arriving(confirmed), context);
    const back = (returnId: string): ReturnType<typeof RequestReturn.of> =>
      RequestReturn.of({
        ...{ returnId, customerId: 'c1', returnedAt: '2026-01-02T00:00:00Z' },
        lines: [{ sku: 'CD', quantity: 1 }],
      });

    const outcomes = await Promise.all(
      consumers.map((consumer, index) => consumer.handle(arriving(back(`C${index}`)), context)),
    );

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['ok', 'park']);
  });
});
