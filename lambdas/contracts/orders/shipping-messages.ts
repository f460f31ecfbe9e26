import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';
import { CustomerId, aboutCustomer } from './customer-id.ts';

const orderId = z.string();
const byOrder = (data: { readonly orderId: string }): string => data.orderId;

/** Command: send the parcel; cannot be undone. */
export const ShipOrder = event('shipping.ship', {
  schema: z.object({ orderId, customerId: CustomerId }),
  key: byOrder,
  dataSubject: aboutCustomer,
});

/** The parcel is on its way. */
export const OrderShipped = event('shipping.shipped', {
  schema: z.object({ orderId, parcel: z.string() }),
  key: byOrder,
});
