import { describe, expect, it } from '@jest/globals';
import { amountsOf } from '../../../localstack/report/amounts-of.ts';
import { countBy, endedCount, orderFigures } from '../../../localstack/report/order-figures.ts';
import type { OrderFacts, StoreFacts } from '../../../localstack/report/order-facts.ts';
import { eventOf, paid, refunded, soundFacts, withOrder, withReturn, withSaga } from './sound-facts.ts';

const imported = { read: 5, accepted: new Set(['paid', 'refunded']), rejected: { quantity: 3 } };

function ordersOf({ orders }: StoreFacts): readonly OrderFacts[] {
  return [...orders.values()];
}

describe('figures of orders', () => {
  it('say what became of each, in counts and cents', () => {
    expect(orderFigures(imported, soundFacts(), new Map())).toEqual({
      read: 5,
      accepted: 2,
      rejected: { quantity: 3 },
      completed: 1,
      compensated: { 'no carrier': 1 },
      returned: 0,
      returnsRefused: {},
      parked: 0,
      parkedBy: {},
      inFlight: 0,
      amountCompleted: 1000,
      amountRefunded: 500,
      amountReturned: 0,
    });
  });

  it('count an order without a trace, and one that goes on, as in flight', () => {
    const facts = withOrder({ ...paid, status: 'placed' });
    const accepted = new Set([...imported.accepted, 'lost']);

    expect(orderFigures({ ...imported, accepted }, facts, new Map())).toMatchObject({ completed: 0, inFlight: 2 });
  });

  it('count a parked order as parked and not as in flight, if it is of this run', () => {
    const accepted = new Set([...imported.accepted, 'stuck']);
    const figures = orderFigures(
      { ...imported, accepted },
      soundFacts(),
      new Map([
        ['stuck', 'why'],
        ['of another run', 'whatever'],
      ]),
    );

    expect(figures).toMatchObject({ parked: 1, parkedBy: { why: 1 }, inFlight: 0 });
  });

  it('call the reason of a compensation unknown when its saga tells none', () => {
    const facts = withOrder(withSaga(refunded, { failure: undefined }));

    expect(orderFigures(imported, facts, new Map()).compensated).toEqual({ unknown: 1 });
  });

  it('count returns beside orders, with what was given back for them', () => {
    const accepted = new Set([...imported.accepted, 'C1']);
    const figures = orderFigures({ ...imported, accepted }, withReturn(), new Map());

    expect(figures).toMatchObject({ accepted: 3, completed: 1, returned: 1, inFlight: 0, amountReturned: 500 });
  });

  it('count a return whose refund goes on as in flight, and one whose refund was refused by its reason', () => {
    const accepted = new Set(['C1']);
    const figuresOf = (facts: StoreFacts): ReturnType<typeof orderFigures> =>
      orderFigures({ ...imported, accepted }, facts, new Map());

    expect(figuresOf(withReturn({ refund: { recorded: false } }))).toMatchObject({ returned: 0, inFlight: 1 });
    expect(
      figuresOf(withReturn({ refund: { recorded: false }, back: { refused: new Map([['paid', 'not held']]) } })),
    ).toMatchObject({ returned: 0, returnsRefused: { 'not held': 1 }, inFlight: 0, amountReturned: 0 });
  });

  it('know how many orders and returns have ended', () => {
    const facts = withOrder({ ...paid, status: 'placed' });

    expect(endedCount(facts)).toBe(1);
    expect(endedCount(withReturn())).toBe(3);
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
