import { describe, expect, it } from '@jest/globals';
import {
  ChargePayment,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from '../../../lambdas/contracts/orders/payment-messages.ts';
import { paymentUpTo } from '../../../lambdas/payments/payment.ts';
import { given } from '../../../lambdas/testing/decider-story.ts';

const payment = paymentUpTo(10_000);
const orderId = 'o1';
const charge = ChargePayment.of({ orderId, customerId: 'c1', amount: 500 });
const charged = PaymentCharged.of({ orderId, amount: 500 });

describe('the story of a decider', () => {
  it('tells what a command leads to after some events', () => {
    given(payment, []).when(charge).then(charged);
    given(payment, [charged])
      .when(RefundPayment.of({ orderId }))
      .then(PaymentRefunded.of({ orderId, amount: 500 }));
    given(payment, [charged]).when(charge).thenAgain(charged);
  });

  it('fails when it leads to something else', () => {
    const decided = given(payment, []).when(charge);

    expect(() => decided.then()).toThrow();
    expect(() => decided.then(PaymentRefused.of({ orderId, reason: 'r' }))).toThrow();
    expect(() => {
      decided.thenImpossible(/never/);
    }).toThrow(/never/);
  });
});
