import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { Item } from '../../../lambdas/core/ports/item-store.ts';
import { readFacts } from '../../../localstack/report/read-facts.ts';
import { seedStock } from '../../../localstack/seed/seed-stock.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig } from '../embedded/embedded-rig.ts';

/** Every item of a store after one order went through the pipeline. */
async function itemsOfOneOrder(): Promise<readonly Item[]> {
  const orders = [placedOrder()];
  const rig = await embeddedRig({ orders });
  await rig.place(...orders);
  await rig.settle();
  return [...rig.items.scan()];
}

function changed(items: readonly Item[], partition: string, attributes: Item['attributes']): readonly Item[] {
  return items.map((item) =>
    item.key.partition === partition ? { ...item, attributes: { ...item.attributes, ...attributes } } : item,
  );
}

describe('facts of a store', () => {
  it('are none of an empty one', () => {
    expect(readFacts([])).toEqual({
      ...{ orders: new Map(), returns: new Map(), refunds: new Map(), ledgers: [], repeatedReplies: new Set() },
      stock: [],
      pending: 0,
      notices: 0,
      streams: 0,
      events: 0,
      faults: [],
    });
  });

  it('have an order with its streams, its saga and what it cost', async () => {
    const facts = readFacts(await itemsOfOneOrder());

    expect(facts).toMatchObject({ pending: 0, notices: 1, streams: 5, events: 7, faults: [] });
    expect(facts.stock).toEqual([{ sku: 'CD', seeded: 2, available: 0 }]);
    const order = facts.orders.get('o1');
    expect(order).toMatchObject({ status: 'confirmed', total: 1000, saga: { status: 'completed' } });
    expect(Object.keys(order?.streams ?? {}).sort()).toEqual(['order', 'payment', 'reservation', 'shipment']);
  });

  it('have stock that was seeded and never touched', async () => {
    const items = createMemoryItemStore();
    await seedStock(items, new Map([['a-b', 3]]));

    expect(readFacts(items.scan()).stock).toEqual([{ sku: 'a-b', seeded: 3, available: 3 }]);
  });

  it('have what is committed as pending until it is published', async () => {
    const orders = [placedOrder()];
    const rig = await embeddedRig({ orders });
    await rig.place(...orders);

    const pending = [];
    for (let worked = true; worked;) {
      worked = await rig.pipeline.turn();
      pending.push(readFacts(rig.items.scan()).pending);
    }

    expect(Math.max(...pending)).toBeGreaterThan(0);
    expect(pending.at(-1)).toBe(0);
  });

  it('fault a stream whose tip does not begin where the stream begins', async () => {
    const { faults } = readFacts(changed(await itemsOfOneOrder(), 'payment-o1', { base: 1, version: 2 }));

    expect(faults).toEqual(['payment-o1: tip must continue version 0, got [1,2]']);
  });

  it('fault a stream that counts more events than it holds', async () => {
    const { faults } = readFacts(changed(await itemsOfOneOrder(), 'order-o1', { version: 3 }));

    expect(faults).toEqual(['order-o1: tip must continue version 0, got [0,3]']);
  });
});
