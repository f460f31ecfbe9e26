import { describe, expect, it } from '@jest/globals';
import { checkInvariants } from '../../../../localstack/report/invariants/check-invariants.ts';
import type { InvariantInput } from '../../../../localstack/report/invariants/invariant.ts';
import type { EventFacts, OrderFacts, StoreFacts } from '../../../../localstack/report/order-facts.ts';
import {
  eventOf,
  inputOf,
  paid,
  paidBack,
  recordedReturn,
  refunded,
  replyOf,
  soundFacts,
  withOrder,
  withReturn,
  withSaga,
} from '../sound-facts.ts';

/** Numbers and evidence of the invariants that do not hold. */
function broken(input: InvariantInput): readonly (readonly [number, string])[] {
  return checkInvariants(input).flatMap(({ number, holds, evidence }) => (holds ? [] : [[number, evidence] as const]));
}

const history = paid.saga?.history ?? [];
const undoing = refunded.saga?.history ?? [];

describe('invariants', () => {
  it('all hold on a sound run, each with its evidence', () => {
    expect(checkInvariants(inputOf()).map(({ number, holds, evidence }) => [number, holds, evidence])).toEqual([
      [1, true, '2 accepted = 1 completed + 1 compensated + 0 parked'],
      [2, true, '1000 cents kept = 1000 cents of completed orders; 2 units gone = shipped'],
      [3, true, '12 events, none recorded twice; 2 notices for 2 outcomes'],
      [4, true, '2 histories follow the steps of their saga'],
      [5, true, expect.stringContaining('0 messages wait in outboxes')],
      [6, true, '2 undo(s) in 1 compensated saga(s)'],
      [7, true, '8 streams of 12 events, versions 1..n; replay and sagas agree'],
    ]);
  });

  it('all hold on a run of nothing', () => {
    const facts = soundFacts({ orders: new Map(), stock: [], notices: 0, streams: 0, events: 0 });

    expect(broken({ facts, accepted: new Set(), parked: new Set() })).toEqual([]);
  });

  it('name the first five that break them and count all', () => {
    const accepted = new Set(['paid', 'refunded', ...Array.from({ length: 7 }, (_, index) => `o${index}`)]);

    expect(broken({ ...inputOf(), accepted })).toEqual([[1, '7 break it: o0; o1; o2; o3; o4']]);
  });
});

describe('invariant 1, every accepted order ends', () => {
  it('holds for an order that is parked', () => {
    expect(broken(inputOf(soundFacts(), ['parked']))).toEqual([]);
  });

  it('counts as parked what it accepted and did not end, so that the sum is right', () => {
    const input = inputOf(soundFacts(), ['parked']);
    const evidence = (parked: readonly string[]): string | undefined =>
      checkInvariants({ ...input, parked: new Set(parked) })[0]?.evidence;

    expect(evidence(['parked', 'paid', 'of another run'])).toBe('3 accepted = 1 completed + 1 compensated + 1 parked');
  });

  it('fails for an order that left no trace', () => {
    expect(broken({ ...inputOf(), accepted: new Set(['paid', 'refunded', 'lost']) })).toEqual([
      [1, '1 break it: lost'],
    ]);
  });

  it('fails for an order that nobody placed', () => {
    expect(broken({ ...inputOf(), accepted: new Set(['paid']) })).toEqual([[1, '1 break it: refunded']]);
  });

  it('fails for an order whose saga still waits', () => {
    const order = withSaga({ ...refunded, status: 'placed' }, { status: 'compensating' });

    expect(broken(inputOf(withOrder(order, { notices: 1 })))).toEqual([[1, '1 break it: refunded']]);
  });

  it('fails for a rejected order whose saga could not take back what it did', () => {
    const order = withSaga(refunded, { status: 'compensation_failed' });

    expect(broken(inputOf(withOrder(order)))).toEqual([[1, '1 break it: refunded']]);
  });
});

describe('invariant 2, money and stock are conserved', () => {
  it('fails for a completed order that was not charged', () => {
    const order = { ...paid, streams: { ...paid.streams, payment: [] } };
    const numbers = broken(inputOf(withOrder(order))).map(([number]) => number);

    expect(numbers).toContain(2);
  });

  it.each([
    ['999 cents', 999],
    ['1001 cents', 1001],
  ])('fails for a completed order of 10.00 that was charged %s', (_, amount) => {
    const payment = [eventOf('payment.charged', 'paid', { orderId: 'paid', amount })];

    expect(broken(inputOf(withOrder({ ...paid, streams: { ...paid.streams, payment } })))).toEqual([
      [2, `1 break it: ${amount} cents kept, 1000 cents owed`],
    ]);
  });

  it('fails for a rejected order that keeps the money', () => {
    const payment = [
      eventOf('payment.charged', 'refunded', { amount: 500 }),
      eventOf('payment.refunded', 'refunded', { amount: 499 }),
    ];

    expect(broken(inputOf(withOrder({ ...refunded, streams: { ...refunded.streams, payment } })))).toEqual([
      [2, '1 break it: 1001 cents kept, 1000 cents owed'],
    ]);
  });

  it.each([
    ['stock that was never given back', 7, 'CD: 3 gone, 2 shipped'],
    ['stock that was given back twice', 9, 'CD: 1 gone, 2 shipped'],
  ])('fails for %s', (_, available, leak) => {
    expect(broken(inputOf(soundFacts({ stock: [{ sku: 'CD', seeded: 10, available }] })))).toEqual([
      [2, `1 break it: ${leak}`],
    ]);
  });

  it('fails for stock of a SKU that nobody ordered', () => {
    const stock = [...soundFacts().stock, { sku: 'LP', seeded: 1, available: 0 }];

    expect(broken(inputOf(soundFacts({ stock })))).toEqual([[2, '1 break it: LP: 1 gone, 0 shipped']]);
  });
});

describe('invariant 3, no effect happens twice', () => {
  it.each([
    ['charge', 'payment', eventOf('payment.charged', 'paid', { amount: 0 })],
    ['parcel', 'shipment', eventOf('shipping.shipped', 'paid')],
    ['confirmation', 'order', eventOf('order.confirmed', 'paid')],
  ])('fails for a second %s of one order', (_, stream, event) => {
    const streams = { ...paid.streams, [stream]: [...(paid.streams[stream] ?? []), event] };

    expect(broken(inputOf(withOrder({ ...paid, streams })))).toEqual([[3, `1 break it: ${event.type} of paid`]]);
  });

  it('holds for a reservation that advances in many parts', () => {
    const part = eventOf('reservation.advanced', 'paid');
    const streams = { ...paid.streams, reservation: [part, part, part, eventOf('stock.reserved', 'paid')] };

    expect(broken(inputOf(withOrder({ ...paid, streams })))).toEqual([]);
  });

  it.each([1, 3])('fails for %i notices of two outcomes', (notices) => {
    expect(broken(inputOf(soundFacts({ notices })))).toEqual([[3, `1 break it: ${notices} notices for 2 outcomes`]]);
  });
});

describe('invariant 4, effects of one key happen in order', () => {
  it('fails for an order that ended before it was placed', () => {
    const streams = { ...paid.streams, order: (paid.streams['order'] ?? []).toReversed() };

    expect(broken(inputOf(withOrder({ ...paid, streams })))).toEqual([[4, '1 break it: paid']]);
  });

  it('fails for steps in another order', () => {
    const [reserve, charge, ship] = history;
    const swapped = [charge, reserve, ship].filter((entry) => entry !== undefined);

    expect(broken(inputOf(withOrder(withSaga(paid, { history: swapped }))))).toEqual([[4, '1 break it: paid']]);
  });

  it('fails for a step that was left out', () => {
    expect(broken(inputOf(withOrder(withSaga(paid, { history: history.slice(1) }))))).toEqual([
      [4, '1 break it: paid'],
    ]);
  });

  it('holds for an order that was cancelled while a step was in flight, which is then taken back as well', () => {
    const inFlight = undoing.filter(({ step, direction }) => step === 'reserve' || direction === 'undo');

    expect(broken(inputOf(withOrder(withSaga(refunded, { history: inFlight }))))).toEqual([]);
  });

  it('fails for the undo of a step that cannot have been begun', () => {
    const undoOnly = undoing.filter(({ direction }) => direction === 'undo');

    expect(broken(inputOf(withOrder(withSaga(refunded, { history: undoOnly }))))).toEqual([
      [4, '1 break it: refunded'],
    ]);
  });

  it('fails for undos that ran forward', () => {
    const forward = [...undoing.slice(0, 3), ...undoing.slice(3).toReversed()];

    expect(broken(inputOf(withOrder(withSaga(refunded, { history: forward }))))).toEqual([[4, '1 break it: refunded']]);
  });

  it('fails for a step that ran after the first undo', () => {
    const reply = replyOf('refunded', { step: 'ship', message: 'shipping.refused' });
    const late = [...undoing.slice(0, 2), ...undoing.slice(3), reply];

    expect(broken(inputOf(withOrder(withSaga(refunded, { history: late }))))).toEqual([[4, '1 break it: refunded']]);
  });
});

describe('invariant 5, committed means published and published means committed', () => {
  it('fails for messages that still wait in an outbox', () => {
    expect(broken(inputOf(soundFacts({ pending: 3 })))).toEqual([[5, '1 break it: 3 committed messages wait']]);
  });

  it('fails for a reply that no stream holds', () => {
    const ghost = history.map((entry) => (entry.step === 'charge' ? { ...entry, messageId: 'ghost' } : entry));

    expect(broken(inputOf(withOrder(withSaga(paid, { history: ghost }))))).toEqual([
      [5, expect.stringContaining('reply ghost was never committed')],
    ]);
  });
});

describe('invariant 6, compensations run in reverse, each once', () => {
  it.each([
    ['ran forward', ['reserve', 'charge']],
    ['ran twice', ['charge', 'charge', 'reserve']],
    ['ran for a step that was never started', ['charge', 'reserve', 'pack']],
  ])('fails for undos of which one %s', (_, undone) => {
    expect(broken(inputOf(withOrder(withSaga(refunded, { undone }))))).toEqual([[6, '1 break it: refunded']]);
  });
});

describe('invariant 7, streams have no gap and no fork', () => {
  it('fails for a fault in a stream', () => {
    const faults = ['order-paid: tip must continue version 2, got [3,4]'];

    expect(broken(inputOf(soundFacts({ faults })))).toEqual([[7, `1 break it: ${faults.join()}`]]);
  });

  it('fails for an order that is confirmed without a saga that completed', () => {
    const numbers = broken(inputOf(withOrder({ ...paid, saga: undefined })));

    expect(numbers).toContainEqual([7, '1 break it: paid: stream says confirmed, saga nothing']);
  });

  it('fails for a saga that completed while its order says it was rejected', () => {
    const numbers = broken(inputOf(withOrder({ ...paid, status: 'rejected' })));

    expect(numbers).toContainEqual([7, '1 break it: paid: stream says rejected, saga completed']);
  });
});

describe('an order of which a message is parked', () => {
  /** Charged and reserved; the order to ship it is parked. */
  const stuck: OrderFacts = {
    ...paid,
    ...{ orderId: 'stuck', status: 'placed', lines: [{ sku: 'CD', quantity: 3 }] },
    saga: undefined,
    streams: {
      order: [eventOf('order.placed', 'stuck')],
      payment: [eventOf('payment.charged', 'stuck', { orderId: 'stuck', amount: 1000 })],
    },
  };
  const stock = (available: number): Partial<StoreFacts> => ({ stock: [{ sku: 'CD', seeded: 10, available }] });

  it.each([8, 7, 5])('may hold its money and up to its stock: %i of 10 left', (available) => {
    const input = inputOf(withOrder(stuck, stock(available)), ['stuck']);

    expect(broken(input)).toEqual([]);
    expect(checkInvariants(input)[1]?.evidence).toContain('1000 cents held by 1 parked');
  });

  it.each([9, 4])('holds neither more stock than it asked for, nor gives any: %i of 10 left', (available) => {
    expect(broken(inputOf(withOrder(stuck, stock(available)), ['stuck']))).toEqual([
      [2, expect.stringContaining('CD:')],
    ]);
  });

  it('may hold nothing when it is not parked', () => {
    const facts = withOrder(stuck, stock(5));

    expect(
      broken({ ...inputOf(facts), accepted: new Set(['paid', 'refunded', 'stuck']) }).map(([number]) => number),
    ).toEqual([1, 2]);
  });

  it('may end without a notice, or with a saga that does not know it yet', () => {
    const confirmed = withOrder(withSaga({ ...paid, orderId: 'paid' }, { status: 'waiting' }), { notices: 1 });

    expect(broken(inputOf(confirmed, ['paid']))).toEqual([]);
    expect(broken(inputOf(confirmed)).map(([number]) => number)).toEqual([1, 3, 7]);
  });
});

describe('a run with returns', () => {
  const inputWith = (facts: StoreFacts, parked: readonly string[] = []): InvariantInput => ({
    ...inputOf(facts, parked),
    accepted: new Set(['paid', 'refunded', 'C1']),
  });
  const ofOrder = (event: EventFacts): readonly EventFacts[] => [...(paid.streams['order'] ?? []), event];
  const ofPayment = (...events: readonly EventFacts[]): readonly EventFacts[] => [
    ...(paid.streams['payment'] ?? []),
    ...events,
  ];

  it('holds, and its sums contain what came back', () => {
    const input = inputWith(withReturn());

    expect(broken(input)).toEqual([]);
    expect(checkInvariants(input).map(({ evidence }) => evidence)).toEqual([
      '3 accepted = 1 completed + 1 compensated + 1 returned + 0 parked',
      '500 cents kept = 1000 cents of completed orders less 500 returned; 1 units gone = shipped less restocked',
      '12 events, none recorded twice; 3 notices for 3 outcomes',
      '3 histories follow the steps of their saga',
      expect.stringContaining('replies to sagas are committed'),
      '2 undo(s) in 1 compensated saga(s)',
      '8 streams of 12 events, versions 1..n; replay and sagas agree',
    ]);
  });

  it('fails for a return that left no trace, and holds when it is parked', () => {
    const accepted = new Set(['paid', 'refunded', 'C2']);

    expect(broken({ ...inputOf(), accepted })).toEqual([[1, '1 break it: C2']]);
    expect(broken({ ...inputOf(), accepted, parked: new Set(['C2']) })).toEqual([]);
  });

  it('fails for a return that nobody asked for', () => {
    expect(broken(inputOf(withReturn()))).toEqual([[1, '1 break it: C1']]);
  });

  it('fails for a return that waits for an order, unless that order is parked', () => {
    const back = { status: 'held', waitsFor: ['o9'], refundIds: [] } as const;
    const facts = soundFacts({
      returns: new Map([['C1', { returnId: 'C1', refused: new Map(), ...back }]]),
    });

    expect(broken(inputWith(facts))).toEqual([[1, '1 break it: C1']]);
    expect(broken({ ...inputWith(facts), parked: new Set(['o9']) })).toEqual([]);
  });

  it.each([
    ['more than was recorded', 501, '499 cents kept, 500 cents owed'],
    ['less than was recorded', 499, '501 cents kept, 500 cents owed'],
  ])('fails for a refund that gave back %s', (_, amount, sums) => {
    const payment = ofPayment(eventOf('payment.paid-back', 'C1:paid', { amount }));
    const order = { streams: { ...paid.streams, order: ofOrder(recordedReturn), payment } };

    expect(broken(inputWith(withReturn({ order })))).toEqual([[2, `1 break it: ${sums}`]]);
  });

  it.each([
    [8, 'CD: 2 gone, 1 shipped'],
    [10, 'CD: 0 gone, 1 shipped'],
  ])('fails for goods that came back and are not once in stock: %i of 10 left', (available, leak) => {
    const facts = { stock: [{ sku: 'CD', seeded: 10, available }] };

    expect(broken(inputWith(withReturn({ facts })))).toEqual([[2, `1 break it: ${leak}`]]);
  });

  it('may have given back money and goods that the order does not know of, while the message of that is parked', () => {
    const order = { streams: { ...paid.streams, payment: ofPayment(paidBack) } };
    const facts = withReturn({ order, refund: { recorded: false, saga: undefined }, facts: { notices: 2 } });

    expect(broken(inputWith(facts, ['C1:paid']))).toEqual([]);
    expect(broken(inputWith(facts)).map(([number]) => number)).toEqual([1, 2]);
  });

  it('fails for a part that was refunded twice, and for more units than were bought', () => {
    const twice = {
      streams: { ...paid.streams, order: ofOrder(recordedReturn), payment: ofPayment(paidBack, paidBack) },
    };
    const three = eventOf('order.returned', 'paid', {
      ...{ orderId: 'paid', customerId: 'c1', refundId: 'C1:paid', returnId: 'C1', amount: 500 },
      lines: [{ sku: 'CD', quantity: 3, amount: 500 }],
    });
    const order = { streams: { ...paid.streams, order: ofOrder(three), payment: ofPayment(paidBack) } };

    expect(broken(inputWith(withReturn({ order: twice })))).toContainEqual([
      3,
      '1 break it: payment.paid-back of C1:paid',
    ]);
    expect(broken(inputWith(withReturn({ order })))).toContainEqual([
      3,
      '1 break it: paid: more CD came back than was bought',
    ]);
  });

  it('fails for a ledger that accepted a return twice, and holds for one that had it wait twice', () => {
    const said = (type: string): EventFacts => eventOf(type, 'c1', { customerId: 'c1', returnId: 'C1' });
    const ledgers = [said('return.held'), said('return.held'), said('return.accepted')];

    expect(broken(inputWith(withReturn({ facts: { ledgers } })))).toEqual([]);
    expect(broken(inputWith(withReturn({ facts: { ledgers: [...ledgers, said('return.accepted')] } })))).toEqual([
      [3, '1 break it: return.accepted of C1'],
    ]);
  });

  it('fails for goods that came back before their order was confirmed', () => {
    const [placed, confirmed] = paid.streams['order'] ?? [];
    const events = [placed, recordedReturn, confirmed].filter((event) => event !== undefined);
    const order = { streams: { ...paid.streams, order: events, payment: ofPayment(paidBack) } };

    expect(broken(inputWith(withReturn({ order })))).toEqual([[4, '1 break it: paid']]);
  });

  it('fails for a refund that restocked before it paid', () => {
    const facts = withReturn();
    const saga = facts.refunds.get('C1:paid')?.saga;
    const refund = { saga: saga && { ...saga, history: saga.history.toReversed() } };

    expect(broken(inputWith(withReturn({ refund })))).toEqual([[4, '1 break it: C1:paid']]);
  });

  it('fails for a reply to a refund that no stream holds, unless it was given again beside its stream', () => {
    const refund = { restock: [] };

    expect(broken(inputWith(withReturn({ refund })))).toEqual([
      [5, '1 break it: reply C1:paid stock.restocked was never committed'],
    ]);
    const repeatedReplies = new Set(['C1:paid stock.restocked']);
    expect(broken(inputWith(withReturn({ refund, facts: { repeatedReplies } })))).toEqual([]);
  });

  it('fails for a refund that completed without its order knowing', () => {
    const order = { streams: { ...paid.streams, payment: ofPayment(paidBack) } };
    const facts = withReturn({ order, refund: { recorded: false }, facts: { notices: 2 } });

    expect(broken(inputWith(facts)).map(([number]) => number)).toEqual([1, 2, 7]);
  });

  it('counts a cancelled order as compensated', () => {
    const order = withSaga(refunded, { status: 'cancelled' });

    expect(broken(inputOf(withOrder(order)))).toEqual([]);
  });
});
