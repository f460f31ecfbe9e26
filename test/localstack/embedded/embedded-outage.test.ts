import { describe, expect, it } from '@jest/globals';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { park } from '../../../lambdas/core/consume/outcome.ts';
import type { Order } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { RunReport } from '../../../localstack/report/run-report.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig } from './embedded-rig.ts';

const orders: readonly Order[] = Array.from({ length: 30 }, (_, index) =>
  placedOrder({ orderId: `o${index}`, lines: [{ sku: 'CD', quantity: 1, amount: 1000 }], total: 1000 }),
);

function broken({ invariants }: RunReport): readonly string[] {
  return invariants.filter(({ holds }) => !holds).map(({ promise, evidence }) => `${promise}: ${evidence}`);
}

class Down extends Error {
  override readonly name = 'Down';
}

describe('an outage in the embedded run', () => {
  it('failure mode 78: pauses the source of the consumer that is down, and every order ends once it is up', async () => {
    let upAt = 0;
    const rig = await embeddedRig({
      orders,
      changed: (consumers, clock) => {
        upAt = clock.now() + 10 * 60_000;
        const { payments } = consumers;
        const down: Consumer = {
          ...payments,
          handle: (message, context) =>
            clock.now() < upAt ? Promise.reject(new Down()) : payments.handle(message, context),
        };
        return { ...consumers, payments: down };
      },
    });

    await rig.place(...orders);
    await rig.settle();
    const report = rig.report(orders);

    expect(rig.clock.now()).toBeGreaterThan(upAt);
    expect(report.orders).toMatchObject({ completed: 30, parked: 0, inFlight: 0 });
    expect(report.queues.filter(({ deadLetters }) => deadLetters > 0)).toEqual([]);
    expect(broken(report)).toEqual([]);
  });

  it('failure mode 3: holds the key of a poison message alone, whatever follows it', async () => {
    const rig = await embeddedRig({
      orders,
      changed: (consumers) => {
        const { fulfilOrder } = consumers;
        const picky: Consumer = {
          ...fulfilOrder,
          handle: (message, context) =>
            message.subject === 'o7' && message.type === 'stock.reserved'
              ? Promise.resolve(park('not for us'))
              : fulfilOrder.handle(message, context),
        };
        return { ...consumers, fulfilOrder: picky };
      },
    });

    await rig.place(...orders);
    await rig.settle();
    const report = rig.report(orders);

    expect(report.orders).toMatchObject({ completed: 29, parked: 1, inFlight: 0 });
    expect(report.queues.filter(({ deadLetters }) => deadLetters > 0)).toMatchObject([
      { name: 'fulfilment', deadLetters: 1 },
    ]);
    expect(broken(report)).toEqual([]);
  });
});
