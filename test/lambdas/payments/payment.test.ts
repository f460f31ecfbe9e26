import { describe, expect, it } from '@jest/globals';
import { ChargePayment, RefundPayment } from '../../../lambdas/contracts/orders/payment-messages.ts';
import { paymentUpTo } from '../../../lambdas/payments/payment.ts';
import { given } from '../../support/given.ts';

const payment = paymentUpTo(15_000);
const charge = (amount: number): ReturnType<typeof ChargePayment.of> =>
  ChargePayment.of({ orderId: 'o1', customerId: 'c1', amount });
const refund = RefundPayment.of({ orderId: 'o1' });

describe('a payment', () => {
  it.each([
    [0, 'payment.charged'],
    [14_999, 'payment.charged'],
    [15_000, 'payment.charged'],
    [15_001, 'payment.refused'],
  ])('of %i cents up to a limit of 15000 is %s', (amount, type) => {
    expect(given(payment).when(charge(amount)).types()).toEqual([type]);
  });

  it('is charged once, however often it is asked', () => {
    expect(given(payment).when(charge(100)).when(charge(100)).types()).toEqual(['payment.charged']);
  });

  it('refunds what was charged, once', () => {
    const told = given(payment).when(charge(100)).when(refund).when(refund);

    expect(told.data()).toEqual([
      { orderId: 'o1', amount: 100 },
      { orderId: 'o1', amount: 100 },
    ]);
  });

  it('failure mode 42: takes no money after a refund that came first', () => {
    const told = given(payment).when(refund).when(charge(100));

    expect(told.types()).toEqual(['payment.refunded']);
    expect(told.data()).toEqual([{ orderId: 'o1', amount: 0 }]);
  });
});
