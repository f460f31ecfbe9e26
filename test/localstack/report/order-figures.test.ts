import { describe, expect, it } from '@jest/globals';
import { amountsOf } from '../../../localstack/report/amounts-of.ts';
import { countBy, endedOrders, orderFigures } from '../../../localstack/report/order-figures.ts';
import type { OrderFacts, StoreFacts } from '../../../localstack/report/order-facts.ts';
import { eventOf, paid, refunded, soundFacts, withOrder, withSaga } from './sound-facts.ts';

const imported = { read: 5, accepted: new Set(['paid', 'refunded']), rejected: { return: 3 } };

function ordersOf({ orders }: StoreFacts): readonly OrderFacts[] {
  return [...orders.values()];
}

describe('figures of orders', () => {
  it('say what became of each, in counts and cents', () => {
    expect(orderFigures(imported, soundFacts(), new Set())).toEqual({
      read: 5,
      accepted: 2,
      rejected: { return: 3 },
      completed: 1,
      compensated: { 'no carrier': 1 },
      parked: 0,
      inFlight: 0,
      amountCompleted: 1000,
      amountRefunded: 500,
    });
  });

  it('count an order without a trace, and one that goes on, as in flight', () => {
    const facts = withOrder({ ...paid, status: 'placed' });
    const accepted = new Set([...imported.accepted, 'lost']);

    expect(orderFigures({ ...imported, accepted }, facts, new Set())).toMatchObject({ completed: 0, inFlight: 2 });
  });

  it('count a parked order as parked and not as in flight, if it is of this run', () => {
    const accepted = new Set([...imported.accepted, 'stuck']);
    const figures = orderFigures({ ...imported, accepted }, soundFacts(), new Set(['stuck', 'of another run']));

    expect(figures).toMatchObject({ parked: 1, inFlight: 0 });
  });

  it('call the reason of a compensation unknown when its saga tells none', () => {
    const facts = withOrder(withSaga(refunded, { failure: undefined }));

    expect(orderFigures(imported, facts, new Set()).compensated).toEqual({ unknown: 1 });
  });

  it('know which orders have ended', () => {
    const facts = withOrder({ ...paid, status: 'placed' });

    expect(endedOrders(facts).map(({ orderId }) => orderId)).toEqual(['refunded']);
  });
});

describe('counts by kind', () => {
  it('have the most frequent kind first', () => {
    expect(Object.entries(countBy(['a', 'b', 'c', 'b', 'c', 'c'], (kind) => kind))).toEqual([
      ['c', 3],
      ['b', 2],
      ['a', 1],
    ]);
  });

  it('are none of nothing', () => {
    expect(countBy([], () => 'a')).toEqual({});
  });
});

describe('amounts of payments', () => {
  it('are the cents of all events of one type', () => {
    expect(amountsOf(ordersOf(soundFacts()), 'payment.charged')).toBe(1500);
    expect(amountsOf(ordersOf(soundFacts()), 'payment.refunded')).toBe(500);
    expect(amountsOf(ordersOf(soundFacts()), 'payment.refused')).toBe(0);
  });

  it('count an event without an amount as nothing', () => {
    const payment = [eventOf('payment.charged', 'paid', null)];

    expect(amountsOf(ordersOf(withOrder({ ...paid, streams: { payment } })), 'payment.charged')).toBe(500);
  });
});
