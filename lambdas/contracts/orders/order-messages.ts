import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';
import { Cents } from './cents.ts';
import { CustomerId, aboutCustomer } from './customer-id.ts';
import { OrderLine } from './order-line.ts';

const orderId = z.string().check(z.minLength(1));
const byOrder = (data: { readonly orderId: string }): string => data.orderId;

const Order = z.object({
  orderId,
  customerId: CustomerId.check(z.minLength(1)),
  placedAt: z.iso.datetime(),
  lines: z.array(OrderLine).check(z.minLength(1)),
  total: Cents,
});

/** An order as a customer placed it. */
export type Order = z.infer<typeof Order>;

/** Command: take this order. */
export const PlaceOrder = event('order.place', { schema: Order, key: byOrder, dataSubject: aboutCustomer });

/** Command: everything is done for this order. */
export const ConfirmOrder = event('order.confirm', { schema: z.object({ orderId, parcel: z.string() }), key: byOrder });

/** Command: this order cannot be fulfilled, and what was done for it is undone. */
export const RejectOrder = event('order.reject', { schema: z.object({ orderId, reason: z.string() }), key: byOrder });

/** The order was accepted. */
export const OrderPlaced = event('order.placed', { schema: Order, key: byOrder, dataSubject: aboutCustomer });

/** The order was paid and sent. */
export const OrderConfirmed = event('order.confirmed', {
  schema: z.object({ orderId, customerId: CustomerId, parcel: z.string(), total: Cents }),
  key: byOrder,
  dataSubject: aboutCustomer,
});

/** The order was refused after it had been accepted; nothing of it remains. */
export const OrderRejected = event('order.rejected', {
  schema: z.object({ orderId, customerId: CustomerId, reason: z.string() }),
  key: byOrder,
  dataSubject: aboutCustomer,
});

/** Command: give this order up if there still is a way back. */
export const CancelOrder = event('order.cancel', { schema: z.object({ orderId, reason: z.string() }), key: byOrder });

/** Whoever fulfils the order is to give it up if there still is a way back. */
export const OrderCancelRequested = event('order.cancel-requested', {
  schema: z.object({ orderId, customerId: CustomerId, reason: z.string() }),
  key: byOrder,
  dataSubject: aboutCustomer,
});

const Returned = {
  orderId,
  /** The part of the return that belongs to this order. */
  refundId: z.string(),
  returnId: z.string(),
  lines: z.array(OrderLine),
  /** What was refunded, in cents. */
  amount: Cents,
};

/** Command: these units of a completed order came back, and what was paid for them was refunded. */
export const RecordReturn = event('order.record-return', { schema: z.object(Returned), key: byOrder });

/** Units of a completed order came back, and what was paid for them was refunded. */
export const OrderReturned = event('order.returned', {
  schema: z.object({ ...Returned, customerId: CustomerId }),
  key: byOrder,
  dataSubject: aboutCustomer,
});
