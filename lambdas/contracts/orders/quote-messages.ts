import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';
import { Cents } from './cents.ts';

const orderId = z.string();
const byOrder = (data: { readonly orderId: string }): string => data.orderId;

/** Question: what does it cost to send this parcel? */
export const QuoteRequested = event('shipping.quote-requested', {
  schema: z.object({ orderId, units: z.number().check(z.nonnegative()) }),
  key: byOrder,
});

/** Answer: so many cents. */
export const ShippingQuoted = event('shipping.quoted', { schema: z.object({ orderId, cents: Cents }), key: byOrder });
