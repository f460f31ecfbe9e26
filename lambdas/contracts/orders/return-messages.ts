import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';
import { Cents } from './cents.ts';
import { CustomerId, aboutCustomer } from './customer-id.ts';
import { OrderLine } from './order-line.ts';

const id = z.string().check(z.minLength(1));
const customerId = CustomerId.check(z.minLength(1));
const quantity = z.int().check(z.positive());
const byCustomer = (data: { readonly customerId: string }): string => data.customerId;

const Purchase = z.object({
  customerId,
  orderId: id,
  placedAt: z.iso.datetime(),
  lines: z.array(OrderLine).check(z.minLength(1)),
});

const Return = z.object({
  returnId: id,
  customerId,
  returnedAt: z.iso.datetime(),
  /** What comes back; not what it is worth: that is what was paid for it. */
  lines: z.array(z.object({ sku: id, quantity })).check(z.minLength(1)),
});

/** What a customer sends back. */
export type Return = z.infer<typeof Return>;

const Take = z.object({
  orderId: id,
  /** Place of the line in its order, from 0. */
  line: z.int().check(z.nonnegative()),
  quantity,
  /** What was paid for these units; 0 where the order was cancelled. */
  amount: Cents,
});

/** Units of one line of an order that a return takes back. */
export type Take = z.infer<typeof Take>;

/**
 * Command: note that this order is going to be placed.
 *
 * Sent before the order is, to the same FIFO group as the customer's returns: a return that is sent later finds it.
 */
export const RegisterPurchase = event('purchase.register', {
  schema: Purchase,
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** Command: take these goods back. */
export const RequestReturn = event('return.request', { schema: Return, key: byCustomer, dataSubject: aboutCustomer });

/** Command: the refund of a part of a return was refused, so its units count as not returned. */
export const ReleaseReturn = event('return.release', {
  schema: z.object({ customerId, returnId: id, orderId: id, reason: z.string() }),
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** Stays in the ledger of the customer: an order is on its way. */
export const PurchaseRegistered = event('purchase.registered', {
  schema: Purchase,
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** Stays in the ledger: an order has ended; `cancelled` when a return had asked to cancel it and was heard. */
export const PurchaseSettled = event('purchase.settled', {
  schema: z.object({ customerId, orderId: id, outcome: z.enum(['completed', 'rejected', 'cancelled']) }),
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** Stays in the ledger: a return waits until one of some orders has ended; some of them are to be cancelled for it. */
export const ReturnHeld = event('return.held', {
  schema: z.object({ ...Return.shape, waitsFor: z.array(id), cancels: z.array(id) }),
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** An order that a return waited for has ended: it is to be looked at again. */
export const ReturnReopened = event('return.reopened', { schema: Return, key: byCustomer, dataSubject: aboutCustomer });

/** Stays in the ledger: a return is matched with what was bought, all of it. */
export const ReturnAccepted = event('return.accepted', {
  schema: z.object({
    returnId: id,
    customerId,
    takes: z.array(Take),
    /** What is refunded in total, in cents. */
    amount: Cents,
  }),
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** Stays in the ledger: the refund of a part of a return was refused, and its units can be returned again. */
export const ReturnReleased = event('return.released', {
  schema: z.object({ customerId, returnId: id, orderId: id, reason: z.string() }),
  key: byCustomer,
  dataSubject: aboutCustomer,
});

/** A part of an accepted return, all that belongs to one order, is to be refunded; `refundId` names the part. */
export const RefundRequested = event('refund.requested', {
  schema: z.object({
    refundId: id,
    returnId: id,
    orderId: id,
    customerId,
    lines: z.array(OrderLine).check(z.minLength(1)),
    amount: Cents,
  }),
  key: ({ refundId }) => refundId,
  dataSubject: aboutCustomer,
});
