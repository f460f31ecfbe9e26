import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { ConfirmOrder, OrderPlaced, PlaceOrder } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { PaymentRefunded, RefundPayment } from '../../../../lambdas/contracts/orders/payment-messages.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { conflictLimit } from '../../../../lambdas/core/event-store/command-consumer.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { createPayments } from '../../../../lambdas/payments/payments.ts';
import { createPlaceOrder } from '../../../../lambdas/place-order/place-order.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { placedOrder } from '../../../support/placed-order.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const place = arriving(PlaceOrder.of(placedOrder()));
const confirm = arriving(ConfirmOrder.of({ orderId: 'o1', parcel: 'p1' }));

let memory: ReturnType<typeof createMemoryItemStore>;
let counts: ItemCounts;
let waits: number[];

function consumerOver(items: ItemStore): Consumer {
  const counting = countingItems(items);
  counts = counting.counts;
  waits = [];
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  return createPlaceOrder({
    events: createEventStore({ items: counting.items, writer, publishes: [OrderPlaced] }),
    backoff: {
      wait: (attempt) => {
        waits.push(attempt);
        return Promise.resolve();
      },
    },
  });
}

beforeEach(() => {
  memory = createMemoryItemStore();
});

describe('a command consumer', () => {
  it('tries a creating command without reading first: one write', async () => {
    expect(await consumerOver(memory).handle(place, context)).toMatchObject({ kind: 'ok', duplicate: false });
    expect(counts).toEqual({ get: 0, write: 1, transact: 0, query: 0 });
  });

  it('reads once and writes once for any other command', async () => {
    await consumerOver(memory).handle(place, context);
    const consumer = consumerOver(memory);

    await consumer.handle(confirm, context);

    expect(counts).toEqual({ get: 1, write: 1, transact: 0, query: 0 });
  });

  it('drops a repeated creating command from what its refused write answered, without a read', async () => {
    await consumerOver(memory).handle(place, context);
    const consumer = consumerOver(memory);

    expect(await consumer.handle(place, context)).toMatchObject({ kind: 'ok', duplicate: true });
    expect(counts).toMatchObject({ get: 0, write: 1 });
  });

  it('answers a command that is sent again with one read and one write, and leaves the stream as it is', async () => {
    const counting = countingItems(memory);
    const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
    const events = createEventStore({ items: counting.items, writer, publishes: [PaymentRefunded] });
    const payments = createPayments({ events, backoff: { wait: () => Promise.resolve() }, declineAboveCents: 0 });
    const refund = RefundPayment.of({ orderId: 'o1' });
    await payments.handle(arriving(refund), context);
    const before = await memory.get({ partition: 'payment-o1', sort: 'tip' });
    const second = arriving(refund);

    expect(await payments.handle(second, context)).toMatchObject({ kind: 'ok', duplicate: false });
    expect(counting.counts).toEqual({ get: 2, write: 2, transact: 0, query: 0 });
    expect(await memory.get({ partition: 'payment-o1', sort: 'tip' })).toEqual(before);
    expect(await payments.handle(second, context)).toMatchObject({ kind: 'ok', duplicate: true });
    const [beside] = await memory.query({ partition: 'payment-o1', sortPrefix: 'outbox#' });
    const [reply] = outboxEntries(beside);
    expect(JSON.parse(reply?.message.body ?? '')).toMatchObject({
      ...{ type: 'payment.refunded', causationid: second.id, data: { orderId: 'o1', amount: 0 } },
    });
  });

  it('parks an impossible command with the reason', async () => {
    const outcome = await consumerOver(memory).handle(confirm, context);

    expect(outcome).toEqual({ kind: 'park', reason: 'order was never placed' });
  });

  it('failure mode 54: gives a command back after a limited number of conflicts, pausing before each try', async () => {
    await consumerOver(memory).handle(place, context);
    const refusing: ItemStore = {
      ...memory,
      write: async (write) => ({ ok: false, current: await memory.get(write.key) }),
    };

    const outcome = await consumerOver(refusing).handle(confirm, context);

    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(counts.write).toBe(conflictLimit);
    expect(waits).toEqual([1, 2, 3, 4]);
  });
});
