import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { OrderRejected } from '../../../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { duplicate, ok, retry, type Outcome } from '../../../../lambdas/core/consume/outcome.ts';
import { idempotent } from '../../../../lambdas/core/idempotency/idempotent-consumer.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';

const handles = [OrderRejected] as const;
const message = arriving(OrderRejected.of({ orderId: 'o1', customerId: 'c1', reason: 'r' }));

let counts: ItemCounts;
let clock: ReturnType<typeof fixedClock>;
let effects: number;
let answer: () => Promise<Outcome>;
let consumer: Consumer<typeof handles>;
const context = (): { deadline: number; receiveCount: number } => ({ deadline: clock.now() + 30_000, receiveCount: 1 });

beforeEach(() => {
  const counting = countingItems(createMemoryItemStore());
  counts = counting.counts;
  clock = fixedClock();
  effects = 0;
  answer = () => Promise.resolve(ok());
  const inner: Consumer<typeof handles> = {
    name: 'notifyCustomer',
    handles,
    handle: () => {
      effects += 1;
      return answer();
    },
  };
  consumer = idempotent(inner, { items: counting.items, clock, ids: fixedIds('attempt') });
});

describe('an idempotent consumer', () => {
  it('costs two writes and no read', async () => {
    expect(await consumer.handle(message, context())).toEqual(ok());

    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });
  });

  it('drops a second delivery of the same message, however late', async () => {
    await consumer.handle(message, context());
    clock.advance(365 * 86_400_000);

    expect(await consumer.handle(message, context())).toEqual(duplicate());
    expect(effects).toBe(1);
  });

  it('failure mode 27: asks for a retry while another delivery is being handled', async () => {
    let finish: (outcome: Outcome) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const first = consumer.handle(message, context());
    await Promise.resolve();

    const second = await consumer.handle(message, context());

    expect(second).toMatchObject({ kind: 'retry' });
    finish(ok());
    expect(await first).toEqual(ok());
    expect(effects).toBe(1);
  });

  it('failure mode 24: takes over once the first owner reached its deadline', async () => {
    answer = () => new Promise(() => undefined);
    void consumer.handle(message, context());
    await Promise.resolve();
    clock.advance(30_000);
    answer = () => Promise.resolve(ok());

    expect(await consumer.handle(message, context())).toEqual(ok());
    expect(effects).toBe(2);
  });

  it('failure mode 25: a late first owner cannot release what a second one completed', async () => {
    let finish: (outcome: Outcome) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const first = consumer.handle(message, context());
    await Promise.resolve();
    clock.advance(30_000);
    answer = () => Promise.resolve(ok());
    await consumer.handle(message, context());

    finish(retry('too late'));
    await first;

    expect(await consumer.handle(message, context())).toEqual(duplicate());
  });

  it('lets a failed attempt be repeated at once', async () => {
    answer = () => Promise.reject(new TypeError('channel down'));
    await expect(consumer.handle(message, context())).rejects.toThrow('channel down');
    answer = () => Promise.resolve(ok());

    expect(await consumer.handle(message, context())).toEqual(ok());
  });
});
