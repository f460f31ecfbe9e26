import { describe, expect, it } from '@jest/globals';
import { PipelineError } from '../../../lambdas/contracts/errors/pipeline-error.ts';
import type { Order } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { OutgoingMessage, Publisher } from '../../../lambdas/core/ports/publisher.ts';
import type { RunReport } from '../../../localstack/report/run-report.ts';
import { placedOrder } from '../../support/placed-order.ts';
import { embeddedRig } from './embedded-rig.ts';

const [sold, declined] = [1000, 20_000];

/** Every third is declined. */
const orders: readonly Order[] = Array.from({ length: 30 }, (_, index) => {
  const total = index % 3 === 0 ? declined : sold;
  return placedOrder({ orderId: `o${index}`, lines: [{ sku: 'CD', quantity: 1 + (index % 4), amount: total }], total });
});

const minute = 60_000;

describe('brokers in the embedded run', () => {
  it('are told of every order, and who reads there knows it once', async () => {
    const report = await reportOf((ports) => ports);

    expect(report.invariants.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => n !== 8));
    expect(broken(report)).toEqual([]);
    expect(handledBy(report)).toEqual({ salesProjection: 60, pickOrder: 40, liveOrders: 60, notifyPartner: 20 });
  });

  it('failure mode 66: repeat what they were told twice, and change nothing by it', async () => {
    const report = await reportOf(({ forwarding, ...ports }) => ({
      ...ports,
      forwarding: (name) => twice(forwarding(name)),
    }));

    expect(broken(report)).toEqual([]);
    // A copy of what changes no sales has no mark to be known by, and again changes none.
    expect(handledBy(report)).toEqual({ salesProjection: 100, pickOrder: 40, liveOrders: 60, notifyPartner: 20 });
    expect(report.consumers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(20 + 40 + 60 + 20);
  });

  it('are told later what they refuse for ten minutes, in the order of each key', async () => {
    const report = await reportOf(({ forwarding, ...ports }, clock) => {
      const upAt = clock.now() + 10 * minute;
      const refusing = (publisher: Publisher): Publisher => ({
        publish: (messages) => (clock.now() < upAt ? refused(messages) : publisher.publish(messages)),
      });
      return { ...ports, forwarding: (name) => refusing(forwarding(name)) };
    });

    expect(broken(report)).toEqual([]);
    expect(report.queues.filter(({ deadLetters }) => deadLetters > 0)).toEqual([]);
  });

  it('get a quote for each parcel, also when nobody answers at first', async () => {
    let unanswered = 0;
    const report = await reportOf(({ quotes, ...ports }, clock) => {
      const upAt = clock.now() + minute / 2;
      return {
        ...ports,
        quotes: {
          quote: (parcel) => {
            unanswered += clock.now() < upAt ? 1 : 0;
            return clock.now() < upAt
              ? Promise.reject(new PipelineError('an answer must come', { code: 'result-missing' }))
              : quotes.quote(parcel);
          },
        },
      };
    });

    expect(unanswered).toBeGreaterThan(0);
    expect(broken(report)).toEqual([]);
  });
});

type Behind = NonNullable<Parameters<typeof embeddedRig>[0]['behind']>;

async function reportOf(behind: Behind): Promise<RunReport> {
  const rig = await embeddedRig({ orders, behind });
  await rig.place(...orders);
  await rig.settle();
  return rig.report(orders);
}

function broken({ invariants }: RunReport): readonly string[] {
  return invariants.filter(({ holds }) => !holds).map(({ promise, evidence }) => `${promise}: ${evidence}`);
}

function handledBy({ consumers }: RunReport): Readonly<Record<string, number>> {
  const readers = ['salesProjection', 'pickOrder', 'liveOrders', 'notifyPartner'];
  const found = consumers.filter(({ name }) => readers.includes(name));
  return Object.fromEntries(found.map(({ name, handled }) => [name, handled]));
}

function twice(publisher: Publisher): Publisher {
  return {
    publish: async (messages) => {
      await publisher.publish(messages);
      return publisher.publish(messages);
    },
  };
}

function refused(messages: readonly OutgoingMessage[]): ReturnType<Publisher['publish']> {
  return Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'down' })) });
}
