import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import {
  type Quantities,
  ReleaseStock,
  ReserveStock,
  RestockReturn,
  StockRefused,
  StockReleased,
  StockReserved,
  StockRestocked,
} from '../../../lambdas/contracts/orders/inventory-messages.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemStore } from '../../../lambdas/core/ports/item-store.ts';
import { createInventory } from '../../../lambdas/inventory/inventory.ts';
import { partSize } from '../../../lambdas/inventory/parts.ts';
import { stockKey } from '../../../lambdas/inventory/stock.ts';
import { arriving } from '../../support/commands.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';

const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const skus = (count: number): Quantities =>
  Array.from({ length: count }, (_, index) => ({ sku: `sku${index}`, quantity: 1 }));

let memory: ReturnType<typeof createMemoryItemStore>;

function inventoryOver(items: ItemStore): Consumer {
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/test' });
  const events = createEventStore({
    items,
    writer,
    publishes: [StockReserved, StockRefused, StockReleased, StockRestocked],
  });
  return createInventory({ events, backoff: { wait: () => Promise.resolve() } });
}

async function seeded(lines: Quantities, available: number): Promise<void> {
  for (const { sku } of lines) {
    await memory.write({ kind: 'put', key: stockKey(sku), attributes: { available }, when: [] });
  }
}

async function availableOf(lines: Quantities): Promise<readonly unknown[]> {
  const items = await Promise.all(lines.map(({ sku }) => memory.get(stockKey(sku))));
  return items.map((item) => item?.attributes['available']);
}

async function replies(): Promise<readonly string[]> {
  const tip = await memory.get({ partition: 'reservation-o1', sort: 'tip' });
  return outboxEntries(tip).map(({ message }) => message.type);
}

const reserve = (lines: Quantities): Parameters<Consumer['handle']>[0] =>
  arriving(ReserveStock.of({ orderId: 'o1', lines }));
const release = (): Parameters<Consumer['handle']>[0] => arriving(ReleaseStock.of({ orderId: 'o1' }));

beforeEach(() => {
  memory = createMemoryItemStore();
});

describe('reserving', () => {
  it('takes every line from stock and says so once, however often it is asked', async () => {
    const inventory = inventoryOver(memory);
    await seeded(skus(2), 5);
    const command = reserve([...skus(2), { sku: 'sku0', quantity: 2 }]);

    const outcomes = [await inventory.handle(command, context), await inventory.handle(command, context)];

    expect(outcomes).toMatchObject([
      { kind: 'ok', duplicate: false },
      { kind: 'ok', duplicate: true },
    ]);
    expect(await availableOf(skus(2))).toEqual([2, 4]);
    expect(await replies()).toEqual(['stock.reserved']);
  });

  it('refuses the whole order when one SKU is short', async () => {
    await seeded(skus(3), 1);
    await seeded([{ sku: 'sku1', quantity: 1 }], 0);

    await inventoryOver(memory).handle(reserve(skus(3)), context);

    expect(await replies()).toEqual(['stock.refused']);
    expect(await availableOf(skus(3))).toEqual([1, 0, 1]);
  });

  it('failure mode 14: reserves 593 SKUs in parts that fit a transaction', async () => {
    await seeded(skus(593), 1);

    await inventoryOver(memory).handle(reserve(skus(593)), context);

    expect(await replies()).toEqual(['stock.reserved']);
    expect(new Set(await availableOf(skus(593)))).toEqual(new Set([0]));
  });

  it('failure mode 14: gives back every part when the last SKU of 593 is short', async () => {
    await seeded(skus(592), 1);

    await inventoryOver(memory).handle(reserve(skus(593)), context);

    expect(await replies()).toEqual(['stock.refused']);
    expect(new Set(await availableOf(skus(592)))).toEqual(new Set([1]));
  });

  it.each([partSize - 1, partSize, partSize + 1, 2 * partSize])('reserves and releases %i SKUs', async (count) => {
    const inventory = inventoryOver(memory);
    await seeded(skus(count), 1);

    await inventory.handle(reserve(skus(count)), context);
    await inventory.handle(release(), context);

    expect(await replies()).toEqual(['stock.reserved', 'stock.released']);
    expect(new Set(await availableOf(skus(count)))).toEqual(new Set([1]));
  });
});

describe('releasing', () => {
  it('failure mode 42: is safe before anything was reserved, and a late reservation then takes nothing', async () => {
    const inventory = inventoryOver(memory);
    await seeded(skus(1), 1);

    await inventory.handle(release(), context);
    await inventory.handle(reserve(skus(1)), context);

    expect(await replies()).toEqual(['stock.released']);
    expect(await availableOf(skus(1))).toEqual([1]);
  });

  it('gives back once, however often it is asked', async () => {
    const inventory = inventoryOver(memory);
    await seeded(skus(1), 1);
    await inventory.handle(reserve(skus(1)), context);

    const command = release();
    await inventory.handle(command, context);
    const again = await inventory.handle(command, context);

    expect(again).toMatchObject({ duplicate: true });
    expect(await availableOf(skus(1))).toEqual([1]);
  });
});

describe('a command that is sent again, with another id', () => {
  async function repliesBeside(): Promise<readonly (readonly [string, unknown])[]> {
    const items = await memory.query({ partition: 'reservation-o1', sortPrefix: 'outbox#' });
    return items.flatMap(outboxEntries).map(({ message: { type, body } }) => {
      const { causationid } = JSON.parse(body) as { readonly causationid: string };
      return [type, causationid];
    });
  }

  it.each([
    ['stock.reserved', 1],
    ['stock.refused', 0],
  ])('is answered %s again, for itself, and its redelivery is not', async (type, available) => {
    const inventory = inventoryOver(memory);
    await seeded(skus(1), available);
    await inventory.handle(reserve(skus(1)), context);
    const second = reserve(skus(1));

    const outcomes = [await inventory.handle(second, context), await inventory.handle(second, context)];

    expect(outcomes).toMatchObject([{ duplicate: false }, { duplicate: true }]);
    expect(await repliesBeside()).toEqual([[type, second.id]]);
    expect(await availableOf(skus(1))).toEqual([0]);
  });

  it('is not told that something is reserved which was released since', async () => {
    const inventory = inventoryOver(memory);
    await seeded(skus(1), 1);
    await inventory.handle(reserve(skus(1)), context);
    await inventory.handle(release(), context);

    await inventory.handle(reserve(skus(1)), context);
    const second = release();
    await inventory.handle(second, context);

    expect(await repliesBeside()).toEqual([['stock.released', second.id]]);
    expect(await availableOf(skus(1))).toEqual([1]);
  });
});

describe('restocking', () => {
  const restockOf = (lines: Quantities): Parameters<Consumer['handle']>[0] =>
    arriving(RestockReturn.of({ refundId: 'C1:o1', orderId: 'o1', lines }));

  it.each([1, partSize, partSize + 1, 593])(
    'failure mode 14: puts %i returned SKUs into stock, once, and says so once',
    async (count) => {
      const inventory = inventoryOver(memory);
      await seeded(skus(count), 3);
      const command = restockOf(skus(count));

      await inventory.handle(command, context);
      const again = await inventory.handle(command, context);

      expect(again).toMatchObject({ duplicate: true });
      expect(new Set(await availableOf(skus(count)))).toEqual(new Set([4]));
      const tip = await memory.get({ partition: 'restock-C1:o1', sort: 'tip' });
      expect(outboxEntries(tip).map(({ message }) => [message.type, message.key])).toEqual([
        ['stock.restocked', 'C1:o1'],
      ]);
    },
  );

  it('goes on from the part where it died, and is answered again when it is asked with another id', async () => {
    await seeded(skus(partSize + 1), 0);
    let left = 1;
    const dying: ItemStore = {
      ...memory,
      transact: (writes) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('died')) : memory.transact(writes);
      },
    };
    await expect(inventoryOver(dying).handle(restockOf(skus(partSize + 1)), context)).rejects.toThrow('died');

    const outcomes = [
      await inventoryOver(memory).handle(restockOf(skus(partSize + 1)), context),
      await inventoryOver(memory).handle(restockOf(skus(partSize + 1)), context),
    ];

    expect(outcomes).toMatchObject([{ duplicate: false }, { duplicate: false }]);
    expect(new Set(await availableOf(skus(partSize + 1)))).toEqual(new Set([1]));
  });
});

describe('a crash', () => {
  /** A store that dies after its n-th change, before or after the change was made. */
  function dyingAfter(changes: number, made: boolean): ItemStore {
    let left = changes;
    const mortal = async <Result>(change: () => Promise<Result>): Promise<Result> => {
      left -= 1;
      if (left < 0 && !made) {
        throw new TypeError('crash');
      }
      const result = await change();
      if (left < 0) {
        throw new TypeError('crash');
      }
      return result;
    };
    return {
      ...memory,
      write: (write) => mortal(() => memory.write(write)),
      transact: (writes) => mortal(() => memory.transact(writes)),
    };
  }

  it('at any change, short or not, leaves nothing half reserved once the command is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 }), fc.boolean(), fc.boolean(), async (changes, made, short) => {
        memory = createMemoryItemStore();
        const lines = skus(2 * partSize + 5);
        await seeded(short ? lines.slice(0, -1) : lines, 1);
        const command = reserve(lines);

        await inventoryOver(dyingAfter(changes, made))
          .handle(command, context)
          .catch(() => undefined);
        await inventoryOver(memory).handle(command, context);

        expect(await replies()).toEqual([short ? 'stock.refused' : 'stock.reserved']);
        expect(new Set(await availableOf(lines.slice(0, -1)))).toEqual(new Set([short ? 1 : 0]));
      }),
    );
  });
});
