import { describe, expect, it } from '@jest/globals';
import { ChargePayment, PayBack, RefundPayment } from '../../../lambdas/contracts/orders/payment-messages.ts';
import { paymentUpTo } from '../../../lambdas/payments/payment.ts';
import { given } from '../../support/given.ts';

const payment = paymentUpTo(15_000);
const charge = (amount: number): ReturnType<typeof ChargePayment.of> =>
  ChargePayment.of({ orderId: 'o1', customerId: 'c1', amount });
const refund = RefundPayment.of({ orderId: 'o1' });
const payBack = (refundId: string, amount: number): ReturnType<typeof PayBack.of> =>
  PayBack.of({ orderId: 'o1', refundId, amount });

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

  it.each([
    ['a charge', charge(100), 'payment.charged'],
    ['a refused charge', charge(15_001), 'payment.refused'],
    ['a refund', refund, 'payment.refunded'],
    ['a refused part', payBack('C1:o1', 1), 'payment.pay-back-refused'],
  ])('answers %s that is sent again with what it was answered, and nothing happens twice', (_, command, type) => {
    const told = given(payment).when(command).when(command);

    expect(told.types()).toEqual([type]);
    expect(told.again().map((draft) => draft.type.name)).toEqual([type]);
    expect(told.again()[0]?.data).toEqual(told.data()[0]);
  });

  it('does not say again that it was charged when it was refunded since', () => {
    expect(given(payment).when(charge(100)).when(refund).when(charge(100)).again()).toEqual([]);
  });
});

describe('paying back in parts', () => {
  it('gives back parts up to what was charged, each once', () => {
    const told = given(payment)
      .when(charge(100))
      .when(payBack('C1:o1', 60))
      .when(payBack('C1:o1', 60))
      .when(payBack('C2:o1', 40));

    expect(told.types()).toEqual(['payment.charged', 'payment.paid-back', 'payment.paid-back']);
    expect(told.data()[2]).toEqual({ orderId: 'o1', refundId: 'C2:o1', amount: 40 });
  });

  it('refuses a part of more than is held, and holds what it held', () => {
    const told = given(payment).when(charge(100)).when(payBack('C1:o1', 60)).when(payBack('C2:o1', 41));

    expect(told.types().at(-1)).toBe('payment.pay-back-refused');
    expect(told.data().at(-1)).toEqual({ orderId: 'o1', refundId: 'C2:o1', reason: 'less than that is held' });
    expect(told.when(payBack('C3:o1', 40)).types().at(-1)).toBe('payment.paid-back');
  });

  it('refuses a part of what was never charged, or was refunded', () => {
    expect(given(payment).when(payBack('C1:o1', 0)).types()).toEqual(['payment.pay-back-refused']);
    expect(given(payment).when(charge(5)).when(refund).when(payBack('C1:o1', 5)).types().at(-1)).toBe(
      'payment.pay-back-refused',
    );
  });
});
