import { describe, it } from '@jest/globals';
import {
  ChargePayment,
  PaidBack,
  PayBack,
  PayBackRefused,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from '../../../lambdas/contracts/orders/payment-messages.ts';
import { declined, notHeld, paymentUpTo } from '../../../lambdas/payments/payment.ts';
import { given } from '../../../lambdas/testing/decider-story.ts';

const orderId = 'o1';
const payment = paymentUpTo(15_000);

const charge = (amount: number): ReturnType<typeof ChargePayment.of> =>
  ChargePayment.of({ orderId, customerId: 'c1', amount });
const charged = (amount: number): ReturnType<typeof PaymentCharged.of> => PaymentCharged.of({ orderId, amount });
const refused = PaymentRefused.of({ orderId, reason: declined });
const refund = RefundPayment.of({ orderId });
const refunded = (amount: number): ReturnType<typeof PaymentRefunded.of> => PaymentRefunded.of({ orderId, amount });
const payBack = (refundId: string, amount: number): ReturnType<typeof PayBack.of> =>
  PayBack.of({ orderId, refundId, amount });
const paidBack = (refundId: string, amount: number): ReturnType<typeof PaidBack.of> =>
  PaidBack.of({ orderId, refundId, amount });
const notPaidBack = (refundId: string): ReturnType<typeof PayBackRefused.of> =>
  PayBackRefused.of({ orderId, refundId, reason: notHeld });

describe('a payment', () => {
  it.each([0, 14_999, 15_000])('of %i cents up to a limit of 15000 is charged', (amount) => {
    given(payment, []).when(charge(amount)).then(charged(amount));
  });

  it('of a cent more is refused', () => {
    given(payment, []).when(charge(15_001)).then(refused);
  });

  it('refunds what was charged', () => {
    given(payment, [charged(100)])
      .when(refund)
      .then(refunded(100));
  });

  it('failure mode 42: takes no money after a refund that came first', () => {
    given(payment, []).when(refund).then(refunded(0));
    given(payment, [refunded(0)])
      .when(charge(100))
      .then();
  });

  it.each([
    ['a charge', charge(100), charged(100)],
    ['a refused charge', charge(15_001), refused],
    ['a refund', refund, refunded(0)],
    ['a refused part', payBack('C1:o1', 1), notPaidBack('C1:o1')],
  ])('answers %s that is sent again with what it was answered, and nothing happens twice', (_, command, answer) => {
    given(payment, [answer]).when(command).thenAgain(answer);
  });

  it('does not say again that it was charged when it was refunded since', () => {
    given(payment, [charged(100), refunded(100)])
      .when(charge(100))
      .then();
  });
});

describe('paying back in parts', () => {
  it('gives back parts up to what was charged, each once', () => {
    given(payment, [charged(100)])
      .when(payBack('C1:o1', 60))
      .then(paidBack('C1:o1', 60));
    given(payment, [charged(100), paidBack('C1:o1', 60)])
      .when(payBack('C1:o1', 60))
      .thenAgain(paidBack('C1:o1', 60));
    given(payment, [charged(100), paidBack('C1:o1', 60)])
      .when(payBack('C2:o1', 40))
      .then(paidBack('C2:o1', 40));
  });

  it('refuses a part of more than is held, and holds what it held', () => {
    const past = [charged(100), paidBack('C1:o1', 60)];

    given(payment, past).when(payBack('C2:o1', 41)).then(notPaidBack('C2:o1'));
    given(payment, [...past, notPaidBack('C2:o1')])
      .when(payBack('C3:o1', 40))
      .then(paidBack('C3:o1', 40));
  });

  it('refuses a part of what was never charged, or was refunded', () => {
    given(payment, []).when(payBack('C1:o1', 0)).then(notPaidBack('C1:o1'));
    given(payment, [charged(5), refunded(5)])
      .when(payBack('C1:o1', 5))
      .then(notPaidBack('C1:o1'));
  });
});
