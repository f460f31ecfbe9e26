import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { OrderConfirmed, OrderPlaced, PlaceOrder } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../../../lambdas/core/event-store/event-store.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { pendingAttributes, pendingShardOf, pendingShards } from '../../../../lambdas/core/outbox/pending-shard.ts';
import type { ItemStore, Write } from '../../../../lambdas/core/ports/item-store.ts';
import { createPlaceOrder } from '../../../../lambdas/place-order/place-order.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { placedOrder } from '../../../support/placed-order.ts';

/** How often each value occurs. */
function tally(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe('the shard of a partition', () => {
  it('failure mode 17: spreads what is pending evenly over 16 keys of the index', () => {
    const shards = tally(Array.from({ length: 16_000 }, (_, at) => pendingShardOf(`order-${at}`)));

    expect([...shards.keys()].sort()).toEqual([...pendingShards]);
    expect(Math.max(...shards.values())).toBeLessThan(1250);
    expect(Math.min(...shards.values())).toBeGreaterThan(750);
  });

  it.each([
    ['order-1', 'outbox#13'],
    ['order-b', 'outbox#04'],
    ['fulfilment-9', 'outbox#09'],
    ['', 'outbox#05'],
  ])('of "%s" is %s for ever, because items in the index keep theirs', (partition, shard) => {
    expect(pendingShardOf(partition)).toBe(shard);
  });
});

describe('what many messages write', () => {
  const clock = fixedClock();
  const context = { deadline: clock.now() + 30_000, receiveCount: 1 };

  function recordingStore(): { readonly items: ItemStore; readonly written: Write[] } {
    const store = createMemoryItemStore();
    const written: Write[] = [];
    return { written, items: { ...store, write: (write) => (written.push(write), store.write(write)) } };
  }

  it('failure mode 18: is one item of its own for each stream, and no item that counts or orders them all', async () => {
    const { items, written } = recordingStore();
    const writer = createMessageWriter({ ids: fixedIds(), clock, source: '/test' });
    const events = createEventStore({ items, writer, publishes: [OrderPlaced] });
    const consumer = createPlaceOrder({ events, backoff: { wait: () => Promise.resolve() } });

    for (let at = 0; at < 200; at += 1) {
      await consumer.handle(arriving(PlaceOrder.of(placedOrder({ orderId: `o${at}` }))), context);
    }

    expect(written).toHaveLength(200);
    expect(Math.max(...tally(written.map(({ key }) => key.partition)).values())).toBe(1);
    const shards = written.flatMap((write) =>
      write.kind === 'put' ? [write.attributes[pendingAttributes.shard]] : [],
    );
    expect(new Set(shards)).toEqual(new Set(pendingShards));
  });

  it('failure mode 18: is one mark of its own for each message of an idempotent consumer', async () => {
    const { items, written } = recordingStore();
    const consumer = idempotent(
      { name: 'notify', handles: [OrderConfirmed], handle: () => Promise.resolve(ok()) },
      { items, clock, ids: fixedIds('attempt'), fingerprint: (text) => text },
    );

    for (let at = 0; at < 200; at += 1) {
      const order = { orderId: `o${at}`, customerId: 'c', parcel: 'p', total: 1 };
      await consumer.handle(arriving(OrderConfirmed.of(order)), context);
    }

    const writes = tally(written.map(({ key }) => key.partition));
    expect([...writes.values()]).toEqual(Array.from({ length: 200 }, () => 2));
  });
});
