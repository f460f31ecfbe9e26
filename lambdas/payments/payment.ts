import {
  ChargePayment,
  PaidBack,
  PayBack,
  PayBackRefused,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from '../contracts/orders/payment-messages.ts';
import type { EnvelopeOf } from '../core/consume/consumer.ts';
import { type Decider, type Decision, again, happened, nothingNew } from '../core/event-store/decider.ts';

const commands = [ChargePayment, RefundPayment, PayBack] as const;
const events = [PaymentCharged, PaymentRefused, PaymentRefunded, PaidBack, PayBackRefused] as const;

type PaymentEvent = EnvelopeOf<(typeof events)[number]>;

/** What became of an order's payment. */
export interface PaymentState {
  readonly status: 'none' | 'charged' | 'refused' | 'refunded';
  /** What is held now, in cents. */
  readonly amount: number;
  /** What each kind of command was answered last, by the name of the command; of parts paid back, by their refund. */
  readonly answers: ReadonlyMap<string, PaymentEvent>;
}

/** The reason of every refused charge. */
export const declined = 'payment declined';

/** The reason of every part that is not paid back. */
export const notHeld = 'less than that is held';

/**
 * A payment: charged or refused once, then perhaps refunded once; or paid back in parts, never more than was charged.
 *
 * A refund that overtakes its charge closes the payment, so that the late charge takes no money. A command that is sent
 * again is answered again; a redelivery of one that was answered is not.
 */
export function paymentUpTo(limitCents: number): Decider<PaymentState, typeof commands, typeof events> {
  return {
    category: 'payment',
    initial: { status: 'none', amount: 0, answers: new Map() },
    commands,
    events,
    creates: [ChargePayment],
    decide(state, command) {
      const answer = state.answers.get(questionOf(command));
      if (answer !== undefined) {
        return isOver(state, answer) || answer.causationid === command.id ? nothingNew() : again(sameAs(answer));
      }
      switch (command.type) {
        case 'payment.charge':
          return charge(state, command, limitCents);
        case 'payment.refund':
          return happened(PaymentRefunded.of({ orderId: command.data.orderId, amount: state.amount }));
        case 'payment.pay-back':
          return payBack(state, command);
      }
    },
    evolve: (state, event) => ({
      ...moneyAfter(state, event),
      answers: new Map(state.answers).set(answeredBy(event), event),
    }),
  };
}

/** A charge that was taken back since: nobody waits for it any more. */
function isOver({ status }: PaymentState, { type }: PaymentEvent): boolean {
  return status === 'refunded' && type === 'payment.charged';
}

function moneyAfter(state: PaymentState, event: PaymentEvent): Pick<PaymentState, 'status' | 'amount'> {
  switch (event.type) {
    case 'payment.charged':
      return { status: 'charged', amount: event.data.amount };
    case 'payment.refused':
      return { status: 'refused', amount: 0 };
    case 'payment.refunded':
      return { status: 'refunded', amount: 0 };
    case 'payment.paid-back':
      return { status: state.status, amount: state.amount - event.data.amount };
    case 'payment.pay-back-refused':
      return state;
  }
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

function payBack(state: PaymentState, { data }: EnvelopeOf<typeof PayBack>): Decision {
  const { orderId, refundId } = data;
  return state.status === 'charged' && data.amount <= state.amount
    ? happened(PaidBack.of(data))
    : happened(PayBackRefused.of({ orderId, refundId, reason: notHeld }));
}

function questionOf({ type, data }: EnvelopeOf<(typeof commands)[number]>): string {
  return 'refundId' in data ? `${type} ${data.refundId}` : type;
}

function answeredBy(event: PaymentEvent): string {
  switch (event.type) {
    case 'payment.charged':
    case 'payment.refused':
      return ChargePayment.name;
    case 'payment.refunded':
      return RefundPayment.name;
    case 'payment.paid-back':
    case 'payment.pay-back-refused':
      return `${PayBack.name} ${event.data.refundId}`;
  }
}

function sameAs(event: PaymentEvent): ReturnType<(typeof events)[number]['of']> {
  switch (event.type) {
    case 'payment.charged':
      return PaymentCharged.of(event.data);
    case 'payment.refused':
      return PaymentRefused.of(event.data);
    case 'payment.refunded':
      return PaymentRefunded.of(event.data);
    case 'payment.paid-back':
      return PaidBack.of(event.data);
    case 'payment.pay-back-refused':
      return PayBackRefused.of(event.data);
  }
}
