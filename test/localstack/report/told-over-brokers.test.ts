import { describe, expect, it } from '@jest/globals';
import type { Attributes, Item } from '../../../lambdas/core/ports/item-store.ts';
import { boardKey } from '../../../lambdas/live-orders/board-key.ts';
import { pickingKey } from '../../../lambdas/pick-order/picking.ts';
import { quoteOf } from '../../../lambdas/quote-shipping/quote-of.ts';
import { salesRowKey } from '../../../lambdas/sales-projection/sales-row-key.ts';
import { type BrokerFacts, brokerFacts } from '../../../localstack/report/broker-facts.ts';
import { toldOverBrokers } from '../../../localstack/report/told-over-brokers.ts';
import { paid, refunded, soundFacts } from './sound-facts.ts';

const day = '2026-01-01';
const facts = soundFacts();
const units = (order: typeof paid): number => order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
const quote = (order: typeof paid): number => quoteOf({ units: units(order) });

const items: readonly Item[] = [
  item(salesRowKey(day), { orders: 1, sold: paid.total }),
  item(pickingKey('paid'), { status: 'picked', units: units(paid), quoteCents: quote(paid) }),
  item(pickingKey('refunded'), { status: 'put back', units: units(refunded), quoteCents: quote(refunded) }),
  item(boardKey(`${day}T08:00:00Z`), { placed: 2, confirmed: 1, rejected: 1 }),
  item({ partition: 'inbox-notifyPartner-e1', sort: 'mark-notifyPartner' }, { done: true }),
  item({ partition: 'inbox-notifyCustomer-e1', sort: 'mark-notifyCustomer' }, { done: true }),
];

function item(key: Item['key'], attributes: Attributes): Item {
  return { key, attributes };
}

describe('what is told over brokers', () => {
  const told = brokerFacts(items);

  it('is read from the store', () => {
    expect(told).toEqual({
      sales: [{ day, orders: 1, sold: paid.total, returns: 0, refunded: 0 }],
      picked: 2,
      putBack: 1,
      quotedCents: quote(paid) + quote(refunded),
      board: { placed: 2, confirmed: 1, rejected: 1 },
      announced: 1,
    });
  });

  it('arrived once when every figure is that of the events', () => {
    expect(toldOverBrokers(told, facts, told.sales)).toMatchObject({ number: 9, holds: true });
  });

  it.each<readonly [string, Partial<BrokerFacts>]>([
    ['cents sold (Kafka)', { sales: [{ day, orders: 1, sold: 1, returns: 0, refunded: 0 }] }],
    ['picked (RabbitMQ)', { picked: 3 }],
    ['put back (RabbitMQ)', { putBack: 0 }],
    ['cents quoted (RabbitMQ)', { quotedCents: 1 }],
    ['placed (Redis)', { board: { placed: 1, confirmed: 1, rejected: 1 } }],
    ['parcels announced (NATS)', { announced: 0 }],
  ])('did not when they differ in %s', (name, differences) => {
    const { holds, evidence } = toldOverBrokers({ ...told, ...differences }, facts);

    expect(holds).toBe(false);
    expect(evidence).toContain(`${name}: `);
  });

  it('did not when the sales of a day are others than in the view', () => {
    const view = [{ day: '2026-01-02', orders: 1, sold: paid.total, returns: 0, refunded: 0 }];

    expect(toldOverBrokers(told, facts, view)).toMatchObject({ holds: false });
  });
});
