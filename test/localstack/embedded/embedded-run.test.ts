import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../support/entries-of.ts';
import { ConfirmOrder, type Order } from '../../../lambdas/contracts/orders/order-messages.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import { runEmbedded } from '../../../localstack/embedded/run-embedded.ts';
import type { RunReport } from '../../../localstack/report/run-report.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig, type EmbeddedRig } from './embedded-rig.ts';

function order(orderId: string, sku: string, total = 1000): Order {
  return placedOrder({ orderId, lines: [{ sku, quantity: 1, amount: total }], total });
}

function consumer(report: RunReport, name: string): RunReport['consumers'][number] | undefined {
  return report.consumers.find((figures) => figures.name === name);
}

function deadLetters({ queues }: RunReport): Readonly<Record<string, number>> {
  const found = queues.filter((queue) => queue.deadLetters > 0);
  return Object.fromEntries(found.map((queue) => [queue.name, queue.deadLetters]));
}

function broken({ invariants }: RunReport): readonly string[] {
  return invariants.filter(({ holds }) => !holds).map(({ promise, evidence }) => `${promise}: ${evidence}`);
}

const nothingLost = { parked: 0, inFlight: 0 };

describe('embedded run', () => {
  it('completes an order that is paid and in stock', async () => {
    const orders = [order('o1', 'CD')];
    const rig = await embeddedRig({ orders });

    await rig.place(...orders);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.invariants).toHaveLength(7);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1, compensated: {}, amountCompleted: 1000 });
    expect(rig.log).toEqual([]);
    expect(rig.notices).toHaveLength(1);
  });

  it.each([
    ['below', 999, 1],
    ['at', 1000, 1],
    ['above', 1001, 0],
  ])(
    'takes an order whose total is %s the limit of 10.00 (%i cents) this often: %i',
    async (...[, total, completed]) => {
      const orders = [order('o1', 'CD', total)];
      const rig = await embeddedRig({ orders, declineAboveCents: 1000 });

      await rig.place(...orders);
      await rig.settle();
      const report = rig.report(orders);

      expect(broken(report)).toEqual([]);
      expect(report.orders).toMatchObject({ ...nothingLost, completed, amountCompleted: completed * total });
      expect(report.orders.compensated).toEqual(completed === 1 ? {} : { 'payment declined': 1 });
    },
  );

  it('gives the stock of a declined order to the next one', async () => {
    const [declined, next] = [order('o1', 'CD', 20_000), order('o2', 'CD')];
    const rig = await embeddedRig({ orders: [declined, next], stock: { CD: 1 } });

    await rig.place(declined);
    await rig.settle();
    await rig.place(next);
    await rig.settle();
    const report = rig.report([declined, next]);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1, compensated: { 'payment declined': 1 } });
  });

  it('sells the last piece once, however many orders want it', async () => {
    const orders = Array.from({ length: 10 }, (_, index) => order(`o${index}`, 'CD'));
    const rig = await embeddedRig({ orders, stock: { CD: 3 } });

    await rig.place(...orders);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 3, compensated: { 'out of stock': 7 } });
    expect(report.orders.amountCompleted).toBe(3000);
  });

  /** More lines than one transaction of 100 actions takes. */
  function largeOrder(orderId: string): Order {
    const lines = Array.from({ length: 593 }, (_, index) => ({ sku: `S${index}`, quantity: 1, amount: 10 }));
    return placedOrder({ orderId, lines, total: 5930 });
  }

  it('reserves all of an order of 593 lines', async () => {
    const orders = [largeOrder('o1')];
    const rig = await embeddedRig({ orders });

    await rig.place(...orders);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1, amountCompleted: 5930 });
  });

  it.each(['S0', 'S97', 'S98', 'S592'])(
    'reserves nothing of an order of 593 lines when %s is out of stock',
    async (sku) => {
      const orders = [largeOrder('o1')];
      const rig = await embeddedRig({ orders, stock: { [sku]: 0 } });

      await rig.place(...orders);
      await rig.settle();
      const report = rig.report(orders);

      expect(broken(report)).toEqual([]);
      expect(report.orders).toMatchObject({ ...nothingLost, completed: 0, compensated: { 'out of stock': 1 } });
    },
  );

  async function withPoison(rig: EmbeddedRig, bodies: readonly string[]): Promise<void> {
    const poison = bodies.map((body, index) => ({ id: `p${index}`, type: 'order.place', key: 'poison', body }));
    await rig.broker.publisher.publish(poison);
  }

  it('failure mode 81: parks poison messages with a reason and completes the orders around them', async () => {
    const orders = [order('o1', 'CD'), order('o2', 'CD')];
    const rig = await embeddedRig({ orders });

    await rig.place(...orders.slice(0, 1));
    await withPoison(rig, ['{"secret', '{}', JSON.stringify({ specversion: '1.0' })]);
    await rig.place(...orders.slice(1));
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 2 });
    expect(deadLetters(report)).toEqual({ orders: 3 });
    expect(consumer(report, 'placeOrder')).toMatchObject({ parked: 3, retried: 0 });
    expect(report.monitoring.errorRate).toBeGreaterThan(0);
    expect(rig.log.join('')).not.toContain('secret');
  });

  it('accounts for an order that is parked by its id', async () => {
    const orders = [order('o1', 'CD')];
    const rig = await embeddedRig({ orders });
    const message = rig.writer.write(ConfirmOrder.of({ orderId: 'o9', parcel: 'p' }), undefined);

    await rig.place(...orders);
    await rig.broker.publisher.publish([outgoingMessage(message)]);
    await rig.settle();
    const report = rig.report([...orders, order('o9', 'CD')]);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ accepted: 2, completed: 1, parked: 1, inFlight: 0 });
    expect(deadLetters(report)).toEqual({ orders: 1 });
  });

  it('drops an order that is sent twice with one id, at the queue', async () => {
    const orders = [order('o1', 'CD'), order('o2', 'LP')];
    const rig = await embeddedRig({ orders });

    const messages = await rig.place(...orders);
    await rig.broker.publisher.publish(messages);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 2, amountCompleted: 2000 });
    expect(rig.broker.figuresOf('orders').deduplicated).toBe(2);
  });

  it('has each effect once when everything is sent again after the queue forgot it', async () => {
    const orders = [order('o1', 'CD'), order('o2', 'LP', 20_000)];
    const rig = await embeddedRig({ orders });

    const messages = await rig.place(...orders);
    await rig.settle();
    rig.clock.advance(5 * 60_000 + 1);
    await rig.broker.publisher.publish(messages);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1, compensated: { 'payment declined': 1 } });
    expect(report.orders.amountCompleted).toBe(1000);
    expect(rig.notices).toHaveLength(2);
    expect(rig.broker.figuresOf('orders').deduplicated).toBe(0);
  });

  it('has each effect once when a record comes back because its first delivery was never deleted', async () => {
    const orders = [order('o1', 'CD')];
    const rig = await embeddedRig({ orders });

    await rig.place(...orders);
    rig.broker.receive('orders', 10);
    await rig.settle();
    const report = rig.report(orders);

    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1 });
    expect(rig.broker.figuresOf('orders').received).toBeGreaterThan(rig.broker.figuresOf('orders').sent);
  });

  it('counts a message for each step in each queue', async () => {
    const orders = [order('o1', 'CD')];
    const rig = await embeddedRig({ orders });

    await rig.place(...orders);
    await rig.settle();

    expect(rig.report(orders).queues.map(({ name, sent }) => [name, sent])).toEqual([
      ['orders', 2],
      ['fulfilment', 4],
      ['inventory', 1],
      ['payments', 1],
      ['shipping', 1],
      ['notifications', 1],
      ['returns', 1],
      ['refunds', 0],
    ]);
  });
});

describe('placing of orders', () => {
  const orders = Array.from({ length: 1200 }, (_, index) => ({
    ...order(`o${index}`, 'CD'),
    customerId: `c${index % 400}`,
  }));

  async function run(
    signal: AbortSignal,
    abortAfter = Number.POSITIVE_INFINITY,
  ): Promise<readonly [EmbeddedRig, number]> {
    const rig = await embeddedRig({ orders });
    let turns = 0;
    const pipeline = {
      wakesAt: () => rig.pipeline.wakesAt(),
      turn: async () => {
        turns += 1;
        if (turns === abortAfter) {
          signal.dispatchEvent(new Event('enough'));
        }
        expect(rig.broker.figuresOf('orders').visible).toBeLessThanOrEqual(500);
        return rig.pipeline.turn();
      },
    };
    const onProgress = (): void => undefined;
    const sent = await runEmbedded({ ...rig, entries: entriesOf(orders), pipeline, signal, onProgress });
    return [rig, sent];
  }

  it('places all of them, never more than 500 ahead of what is handled', async () => {
    const [rig, sent] = await run(new AbortController().signal);
    const report = rig.report(orders);

    expect(sent).toBe(1200);
    expect(broken(report)).toEqual([]);
    expect(report.orders).toMatchObject({ ...nothingLost, completed: 1200 });
  }, 60_000);

  it('ends between two turns when it is interrupted, and what was placed goes on later', async () => {
    const controller = new AbortController();
    controller.signal.addEventListener('enough', () => {
      controller.abort();
    });

    const [rig, sent] = await run(controller.signal, 60);
    const interrupted = rig.report(orders.slice(0, sent));
    await rig.settle();
    const settled = rig.report(orders.slice(0, sent));

    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(1200);
    expect(interrupted.orders.inFlight).toBeGreaterThan(0);
    expect(broken(settled)).toEqual([]);
    expect(settled.orders).toMatchObject({ ...nothingLost, completed: sent });
  });

  it('does what becomes due between the last turn and the question what comes next', async () => {
    const rig = await embeddedRig({ orders: [] });
    const turns = [false, true, false, false];
    let taken = 0;
    const pipeline = {
      turn: () => Promise.resolve(turns[taken++] ?? false),
      wakesAt: () => Promise.resolve(undefined),
    };
    const { signal } = new AbortController();

    await runEmbedded({ ...rig, pipeline, entries: [], signal, onProgress: () => undefined });

    expect(taken).toBe(turns.length);
  });

  it('does nothing for no orders', async () => {
    const rig = await embeddedRig({ orders: [] });
    const { signal } = new AbortController();

    expect(await runEmbedded({ ...rig, entries: [], signal, onProgress: () => undefined })).toBe(0);
    expect(broken(rig.report([]))).toEqual([]);
  });
});
