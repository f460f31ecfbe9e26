import { describe, expect, it } from '@jest/globals';
import {
  type ProjectionReadings,
  projectionLines,
  projectionsTrue,
} from '../../../localstack/report/projection-figures.ts';
import { eventOf, paid, refunded, soundFacts } from './sound-facts.ts';

const lines = [{ sku: 'CD', quantity: 2 }];
const facts = soundFacts({
  orders: new Map([
    [
      'paid',
      {
        ...paid,
        streams: {
          ...paid.streams,
          reservation: [eventOf('reservation.begun', 'paid', { orderId: 'paid', lines })],
        },
      },
    ],
    ['refunded', { ...refunded, streams: { ...refunded.streams, reservation: [] } }],
  ]),
});

const readings: ProjectionReadings = {
  sales: [{ day: '2026-01-01', orders: 1, sold: 1000, returns: 0, refunded: 0 }],
  purchases: 1,
  customers: 1,
  purchased: [{ sku: 'CD', bought: 2, returned: 0, returnable: 2 }],
  stock: [{ sku: 'CD', reserved: 2, returned: 0 }],
};

describe('views held to the events of the store', () => {
  it('are true when every figure is that of the events', () => {
    expect(projectionsTrue(readings, facts)).toMatchObject({ number: 8, holds: true });
  });

  it.each<readonly [string, Partial<ProjectionReadings>]>([
    ['cents sold', { sales: [{ day: '2026-01-01', orders: 1, sold: 999, returns: 0, refunded: 0 }] }],
    ['orders sold', { sales: [] }],
    ['orders bought', { purchases: 2 }],
    ['units bought', { purchased: [] }],
    ['units reserved', { stock: [{ sku: 'CD', reserved: 3, returned: 0 }] }],
    ['units back', { stock: [{ sku: 'CD', reserved: 2, returned: 1 }] }],
  ])('are false when they differ in %s', (name, differences) => {
    const { holds, evidence } = projectionsTrue({ ...readings, ...differences }, facts);

    expect(holds).toBe(false);
    expect(evidence).toContain(`${name}: `);
  });

  it('are told in one line each', () => {
    expect(projectionLines(readings)).toEqual([
      ['sales-by-day', '1 day(s): 1 orders for 1000 cents, 0 refund(s) of 0 cents'],
      ['customer-purchases', '1 orders of 1 customers, 2 units returnable'],
      ['stock', '1 SKUs: 2 units held or shipped, 0 units back'],
    ]);
  });
});
