import {
  ChargePayment,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from '../contracts/orders/payment-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import { type Decider, type Decision, happened, nothingNew } from '../core/event-store/decider.ts';

const commands = [ChargePayment, RefundPayment] as const;
const events = [PaymentCharged, PaymentRefused, PaymentRefunded] as const;

/** What became of an order's payment; `amount` is what is held now, in cents. */
export interface PaymentState {
  readonly status: 'none' | 'charged' | 'refused' | 'refunded';
  readonly amount: number;
}

/** The reason of every refusal. */
export const declined = 'payment declined';

/**
 * A payment: charged or refused once, then perhaps refunded once.
 *
 * A refund that overtakes its charge closes the payment, so that the late charge takes no money.
 */
export function paymentUpTo(limitCents: number): Decider<PaymentState, typeof commands, typeof events> {
  return {
    category: 'payment',
    initial: { status: 'none', amount: 0 },
    commands,
    events,
    creates: [ChargePayment],
    decide: (state, command) =>
      command.type === 'payment.charge' ? charge(state, command, limitCents) : refund(state, command),
    evolve(_state, event) {
      switch (event.type) {
        case 'payment.charged':
          return { status: 'charged', amount: event.data.amount };
        case 'payment.refused':
          return { status: 'refused', amount: 0 };
        case 'payment.refunded':
          return { status: 'refunded', amount: 0 };
      }
    },
  };
}

function charge(state: PaymentState, { data }: EnvelopeOf<typeof ChargePayment>, limitCents: number): Decision {
  if (state.status !== 'none') {
    return nothingNew();
  }
  const { orderId, amount } = data;
  return amount > limitCents
    ? happened(PaymentRefused.of({ orderId, reason: declined }))
    : happened(PaymentCharged.of({ orderId, amount }));
}

function refund(state: PaymentState, { data }: EnvelopeOf<typeof RefundPayment>): Decision {
  return state.status === 'refunded'
    ? nothingNew()
    : happened(PaymentRefunded.of({ orderId: data.orderId, amount: state.amount }));
}
