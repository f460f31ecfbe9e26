import {
  CancelOrder,
  ConfirmOrder,
  OrderCancelRequested,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  PlaceOrder,
  RecordReturn,
  RejectOrder,
} from '../contracts/orders/order-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import { type Decider, type Decision, happened, impossible, nothingNew } from '../core/event-store/decider.ts';

const commands = [PlaceOrder, ConfirmOrder, RejectOrder, CancelOrder, RecordReturn] as const;
const events = [OrderPlaced, OrderConfirmed, OrderRejected, OrderCancelRequested, OrderReturned] as const;

/** What an order has come to. */
export type OrderState =
  | { readonly status: 'none' }
  | {
      readonly status: 'placed' | 'confirmed' | 'rejected';
      readonly customerId: string;
      readonly total: number;
      readonly cancelRequested: boolean;
      /** Parts of returns that were refunded. */
      readonly refunds: ReadonlySet<string>;
    };

type Placed = Exclude<OrderState, { readonly status: 'none' }>;

/** An order: placed once, then confirmed or rejected once; units of a confirmed one may come back. */
export const order: Decider<OrderState, typeof commands, typeof events> = {
  category: 'order',
  initial: { status: 'none' },
  commands,
  events,
  creates: [PlaceOrder],
  decide(state, command) {
    if (command.type === 'order.place') {
      return state.status === 'none' ? happened(OrderPlaced.of(command.data)) : nothingNew();
    }
    if (state.status === 'none') {
      return impossible('order was never placed');
    }
    switch (command.type) {
      case 'order.confirm':
      case 'order.reject':
        return settle(state, command);
      case 'order.cancel':
        return cancel(state, command);
      case 'order.record-return':
        return recordReturn(state, command);
    }
  },
  evolve(state, event) {
    if (event.type === 'order.placed') {
      const { customerId, total } = event.data;
      return { status: 'placed', customerId, total, cancelRequested: false, refunds: new Set() };
    }
    return state.status === 'none' ? state : { ...state, ...later(state, event) };
  },
};

function later(
  { refunds }: Placed,
  event: Exclude<EnvelopeOf<(typeof events)[number]>, { readonly type: 'order.placed' }>,
): Partial<Placed> {
  switch (event.type) {
    case 'order.confirmed':
      return { status: 'confirmed' };
    case 'order.rejected':
      return { status: 'rejected' };
    case 'order.cancel-requested':
      return { cancelRequested: true };
    case 'order.returned':
      return { refunds: new Set([...refunds, event.data.refundId]) };
  }
}

function settle(state: Placed, command: EnvelopeOf<typeof ConfirmOrder | typeof RejectOrder>): Decision {
  const { customerId, total } = state;
  const outcome =
    command.type === 'order.confirm'
      ? { status: 'confirmed', event: OrderConfirmed.of({ ...command.data, customerId, total }) }
      : { status: 'rejected', event: OrderRejected.of({ ...command.data, customerId }) };
  if (state.status === 'placed') {
    return happened(outcome.event);
  }
  return state.status === outcome.status ? nothingNew() : impossible(`order is ${state.status}`);
}

/** Only asked for: who fulfils the order knows whether there is a way back. One that has ended needs no answer. */
function cancel(state: Placed, { data }: EnvelopeOf<typeof CancelOrder>): Decision {
  return state.status === 'placed' && !state.cancelRequested
    ? happened(OrderCancelRequested.of({ ...data, customerId: state.customerId }))
    : nothingNew();
}

function recordReturn(state: Placed, { data }: EnvelopeOf<typeof RecordReturn>): Decision {
  if (state.refunds.has(data.refundId)) {
    return nothingNew();
  }
  return state.status === 'confirmed'
    ? happened(OrderReturned.of({ ...data, customerId: state.customerId }))
    : impossible(`order is ${state.status}`);
}
