import type { HistoryEntry } from '../../../lambdas/core/saga/saga-history.ts';
import type { InvariantInput } from '../../../localstack/report/invariants/invariant.ts';
import type {
  EventFacts,
  OrderFacts,
  RefundFacts,
  ReturnFacts,
  SagaFacts,
  StoreFacts,
} from '../../../localstack/report/order-facts.ts';

/** The id of an event in these facts: its order and its type. */
export function eventOf(type: string, subject: string, data: unknown = { orderId: subject }): EventFacts {
  return { id: `${subject} ${type}`, type, subject, data };
}

/** A reply that a saga remembers; it is the event of the same name. */
export function replyOf(
  orderId: string,
  reply: { readonly step: string; readonly message: string; readonly direction?: 'run' | 'undo' },
): HistoryEntry {
  const { step, message, direction = 'run' } = reply;
  return { at: 0, step, direction, message, messageId: `${orderId} ${message}` };
}

const done = { pending: [], generation: 5, refused: [], run: 1 };

/** `paid`: an order of two CDs for 10.00 that was confirmed. */
export const paid: OrderFacts = {
  orderId: 'paid',
  status: 'confirmed',
  total: 1000,
  lines: [{ sku: 'CD', quantity: 2 }],
  saga: {
    status: 'completed',
    ...done,
    started: ['reserve', 'charge', 'ship'],
    undone: [],
    results: {},
    history: [
      replyOf('paid', { step: 'reserve', message: 'stock.reserved' }),
      replyOf('paid', { step: 'charge', message: 'payment.charged' }),
      replyOf('paid', { step: 'ship', message: 'shipping.shipped' }),
    ],
  },
  streams: {
    order: [eventOf('order.placed', 'paid'), eventOf('order.confirmed', 'paid')],
    reservation: [eventOf('reservation.begun', 'paid'), eventOf('stock.reserved', 'paid')],
    payment: [eventOf('payment.charged', 'paid', { orderId: 'paid', amount: 1000 })],
    shipment: [eventOf('shipping.shipped', 'paid')],
  },
};

/** `refunded`: an order of one CD for 5.00 that was charged, could not be shipped, and was taken back in reverse. */
export const refunded: OrderFacts = {
  orderId: 'refunded',
  status: 'rejected',
  total: 500,
  lines: [{ sku: 'CD', quantity: 1 }],
  saga: {
    status: 'compensated',
    ...done,
    started: ['reserve', 'charge', 'ship'],
    undone: ['charge', 'reserve'],
    results: {},
    failure: { step: 'ship', reason: 'no carrier' },
    history: [
      replyOf('refunded', { step: 'reserve', message: 'stock.reserved' }),
      replyOf('refunded', { step: 'charge', message: 'payment.charged' }),
      replyOf('refunded', { step: 'ship', message: 'shipping.refused' }),
      replyOf('refunded', { step: 'charge', message: 'payment.refunded', direction: 'undo' }),
      replyOf('refunded', { step: 'reserve', message: 'stock.released', direction: 'undo' }),
    ],
  },
  streams: {
    order: [eventOf('order.placed', 'refunded'), eventOf('order.rejected', 'refunded')],
    reservation: [eventOf('stock.reserved', 'refunded'), eventOf('stock.released', 'refunded')],
    payment: [
      eventOf('payment.charged', 'refunded', { orderId: 'refunded', amount: 500 }),
      eventOf('payment.refunded', 'refunded', { orderId: 'refunded', amount: 500 }),
    ],
    shipment: [eventOf('shipping.refused', 'refunded')],
  },
};

/** Two orders that ended as they should, with what a test breaks. */
export function soundFacts(differences: Partial<StoreFacts> = {}): StoreFacts {
  return {
    orders: new Map([
      ['paid', paid],
      ['refunded', refunded],
    ]),
    ...{ returns: new Map(), refunds: new Map(), ledgers: [], repeatedReplies: new Set() },
    stock: [{ sku: 'CD', seeded: 10, available: 8 }],
    pending: 0,
    notices: 2,
    streams: 8,
    events: 12,
    faults: [],
    ...differences,
  };
}

/** The facts of two orders, one of them with what a test breaks. */
export function withOrder(order: OrderFacts, differences: Partial<StoreFacts> = {}): StoreFacts {
  const { orders } = soundFacts();
  return soundFacts({ orders: new Map([...orders, [order.orderId, order]]), ...differences });
}

/** An order with another saga. */
export function withSaga(order: OrderFacts, differences: Partial<SagaFacts>): OrderFacts {
  return order.saga === undefined ? order : { ...order, saga: { ...order.saga, ...differences } };
}

/** What invariants are checked against; by default the sound facts and their orders. */
export function inputOf(facts: StoreFacts = soundFacts(), parked: readonly string[] = []): InvariantInput {
  return { facts, accepted: new Set(['paid', 'refunded', ...parked]), parked: new Set(parked) };
}

/** The refund of one of the two CDs of `paid`, as the order knows it. */
export const recordedReturn: EventFacts = eventOf('order.returned', 'paid', {
  ...{ orderId: 'paid', customerId: 'c1', refundId: 'C1:paid', returnId: 'C1', amount: 500 },
  lines: [{ sku: 'CD', quantity: 1, amount: 500 }],
});

/** The same as the payment knows it. */
export const paidBack: EventFacts = eventOf('payment.paid-back', 'C1:paid', {
  ...{ orderId: 'paid', refundId: 'C1:paid', amount: 500 },
});

const refundSaga: SagaFacts = {
  ...{ status: 'completed', pending: [], generation: 2, started: ['pay-back', 'restock'], refused: [], undone: [] },
  ...{ results: {}, run: 1 },
  history: [
    replyOf('C1:paid', { step: 'pay-back', message: 'payment.paid-back' }),
    replyOf('C1:paid', { step: 'restock', message: 'stock.restocked' }),
  ],
};

/** Sound facts with a return of one of the CDs of `paid`, and what a test breaks. */
export function withReturn(
  broken: {
    readonly order?: Partial<OrderFacts>;
    readonly refund?: Partial<RefundFacts>;
    readonly back?: Partial<ReturnFacts>;
    readonly facts?: Partial<StoreFacts>;
  } = {},
): StoreFacts {
  const streams = {
    ...paid.streams,
    order: [...(paid.streams['order'] ?? []), recordedReturn],
    payment: [...(paid.streams['payment'] ?? []), paidBack],
  };
  const refund: RefundFacts = {
    ...{ refundId: 'C1:paid', returnId: 'C1', orderId: 'paid', amount: 500, recorded: true, saga: refundSaga },
    lines: [{ sku: 'CD', quantity: 1 }],
    restock: [eventOf('stock.restocked', 'C1:paid', { refundId: 'C1:paid', orderId: 'paid' })],
    ...broken.refund,
  };
  const back: ReturnFacts = {
    ...{ returnId: 'C1', status: 'accepted', waitsFor: [], refundIds: ['C1:paid'], refused: new Map() },
    ...broken.back,
  };
  return withOrder(
    { ...paid, streams, ...broken.order },
    {
      returns: new Map([['C1', back]]),
      refunds: new Map([['C1:paid', refund]]),
      stock: [{ sku: 'CD', seeded: 10, available: 9 }],
      notices: 3,
      ...broken.facts,
    },
  );
}
