import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';
import { Cents } from './cents.ts';
import { CustomerId, aboutCustomer } from './customer-id.ts';

const orderId = z.string();
const byOrder = (data: { readonly orderId: string }): string => data.orderId;

/** Command: take the money for this order. */
export const ChargePayment = event('payment.charge', {
  schema: z.object({ orderId, customerId: CustomerId, amount: Cents }),
  key: byOrder,
  dataSubject: aboutCustomer,
});

/** Command: give back whatever was taken for this order. */
export const RefundPayment = event('payment.refund', { schema: z.object({ orderId }), key: byOrder });

/** The money was taken. */
export const PaymentCharged = event('payment.charged', { schema: z.object({ orderId, amount: Cents }), key: byOrder });

/** No money was taken. */
export const PaymentRefused = event('payment.refused', {
  schema: z.object({ orderId, reason: z.string() }),
  key: byOrder,
});

/** What had been taken was given back: `amount` is 0 when nothing had been. */
export const PaymentRefunded = event('payment.refunded', {
  schema: z.object({ orderId, amount: Cents }),
  key: byOrder,
});

const byRefund = (data: { readonly refundId: string }): string => data.refundId;

/** Command: give back what was paid for a part of this order. */
export const PayBack = event('payment.pay-back', {
  schema: z.object({ orderId, refundId: z.string(), amount: Cents }),
  key: byOrder,
});

/** A part of what was taken for an order was given back. */
export const PaidBack = event('payment.paid-back', {
  schema: z.object({ orderId, refundId: z.string(), amount: Cents }),
  key: byRefund,
});

/** Nothing was given back: less than that is held for the order. */
export const PayBackRefused = event('payment.pay-back-refused', {
  schema: z.object({ orderId, refundId: z.string(), reason: z.string() }),
  key: byRefund,
});
