import {
  ConfirmOrder,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  PlaceOrder,
  RejectOrder,
} from '../contracts/orders/order-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import { type Decider, type Decision, happened, impossible, nothingNew } from '../core/event-store/decider.ts';

const commands = [PlaceOrder, ConfirmOrder, RejectOrder] as const;
const events = [OrderPlaced, OrderConfirmed, OrderRejected] as const;

/** What an order has come to. */
export type OrderState =
  | { readonly status: 'none' }
  | { readonly status: 'placed' | 'confirmed' | 'rejected'; readonly customerId: string; readonly total: number };

/** An order: placed once, then confirmed or rejected once. */
export const order: Decider<OrderState, typeof commands, typeof events> = {
  category: 'order',
  initial: { status: 'none' },
  commands,
  events,
  creates: [PlaceOrder],
  decide: (state, command) => (command.type === 'order.place' ? place(state, command) : settle(state, command)),
  evolve(state, event) {
    switch (event.type) {
      case 'order.placed':
        return { status: 'placed', customerId: event.data.customerId, total: event.data.total };
      case 'order.confirmed':
        return state.status === 'none' ? state : { ...state, status: 'confirmed' };
      case 'order.rejected':
        return state.status === 'none' ? state : { ...state, status: 'rejected' };
    }
  },
};

function place(state: OrderState, command: EnvelopeOf<typeof PlaceOrder>): Decision {
  return state.status === 'none' ? happened(OrderPlaced.of(command.data)) : nothingNew();
}

function settle(state: OrderState, command: EnvelopeOf<typeof ConfirmOrder | typeof RejectOrder>): Decision {
  if (state.status === 'none') {
    return impossible('order was never placed');
  }
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
