import { describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { stockKey } from '../../../lambdas/inventory/stock.ts';
import { seedStock } from '../../../localstack/seed/seed-stock.ts';
import { stockFor } from '../../../localstack/seed/stock-for.ts';
import { placedOrder } from '../../support/placed-order.ts';

const line = (sku: string, quantity: number): { sku: string; quantity: number; amount: number } => ({
  sku,
  quantity,
  amount: 1,
});

describe('stock for orders', () => {
  it('is as much as they ask for together', () => {
    const orders = [
      placedOrder({ lines: [line('CD', 2), line('LP', 1), line('CD', 3)] }),
      placedOrder({ lines: [line('CD', 4)] }),
    ];

    expect([...stockFor(orders, new Map())]).toEqual([
      ['CD', 9],
      ['LP', 1],
    ]);
  });

  it('is what is given for a SKU, and includes a SKU that nobody ordered', () => {
    const given = new Map([
      ['CD', 1],
      ['MC', 5],
    ]);

    expect(Object.fromEntries(stockFor([placedOrder()], given))).toEqual({ CD: 1, MC: 5 });
  });

  it('is none for no orders', () => {
    expect(stockFor([], new Map()).size).toBe(0);
  });
});

describe('seeding of stock', () => {
  async function stocked(items = createMemoryItemStore()): Promise<unknown> {
    return (await items.get(stockKey('CD')))?.attributes;
  }

  it('stores what is wanted as seeded and available', async () => {
    const items = createMemoryItemStore();

    await seedStock(items, new Map([['CD', 5]]));

    expect(await stocked(items)).toMatchObject({ seeded: 5, available: 5 });
  });

  it.each([
    ['the same', 5, { seeded: 5, available: 3 }],
    ['less', 4, { seeded: 5, available: 3 }],
    ['more', 8, { seeded: 8, available: 6 }],
  ])('a second time, with %s wanted, delivers only what was never delivered', async (_, wanted, expected) => {
    const items = createMemoryItemStore();
    await seedStock(items, new Map([['CD', 5]]));
    await items.write({ kind: 'update', key: stockKey('CD'), add: { available: -2 }, when: [] });

    await seedStock(items, new Map([['CD', wanted]]));

    expect(await stocked(items)).toMatchObject(expected);
  });
});
