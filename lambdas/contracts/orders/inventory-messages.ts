import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';

const orderId = z.string();
const byOrder = (data: { readonly orderId: string }): string => data.orderId;
const Quantities = z.array(z.object({ sku: z.string(), quantity: z.int().check(z.positive()) }));

/** How much of which SKU. */
export type Quantities = z.infer<typeof Quantities>;

/** Command: reserve all of these, or none. */
export const ReserveStock = event('stock.reserve', {
  schema: z.object({ orderId, lines: Quantities.check(z.minLength(1)) }),
  key: byOrder,
});

/** Command: give back whatever is reserved for this order. */
export const ReleaseStock = event('stock.release', { schema: z.object({ orderId }), key: byOrder });

/** Everything the order asked for is reserved. */
export const StockReserved = event('stock.reserved', { schema: z.object({ orderId }), key: byOrder });

/** What the reservation was for, when it had begun and ends with this; not said in version 1. */
const givenUp = z.optional(Quantities);
const unsaid = { 1: (data: unknown) => data };

/** Nothing is reserved: one SKU had too little. */
export const StockRefused = event('stock.refused', {
  version: 2,
  schema: z.object({ orderId, reason: z.string(), sku: z.string(), lines: givenUp }),
  key: byOrder,
  upcasters: unsaid,
});

/** Nothing is reserved for this order any more, and nothing ever will be. */
export const StockReleased = event('stock.released', {
  version: 2,
  schema: z.object({ orderId, lines: givenUp }),
  key: byOrder,
  upcasters: unsaid,
});

/** Stays in the reservation's stream: what it is for; its first part is reserved. */
export const ReservationBegun = event('reservation.begun', {
  schema: z.object({ orderId, lines: Quantities }),
  key: byOrder,
});

/** Stays in the reservation's stream: its first `parts` parts are reserved. */
export const ReservationAdvanced = event('reservation.advanced', {
  schema: z.object({ orderId, parts: z.int() }),
  key: byOrder,
});

/** Stays in the reservation's stream: one SKU had too little, and only the first `parts` parts are still reserved. */
export const ReservationRolledBack = event('reservation.rolled-back', {
  schema: z.object({ orderId, parts: z.int(), sku: z.string() }),
  key: byOrder,
});

const byRefund = (data: { readonly refundId: string }): string => data.refundId;

/** Command: put goods that came back into stock. */
export const RestockReturn = event('stock.restock', {
  schema: z.object({ refundId: z.string(), orderId, lines: Quantities.check(z.minLength(1)) }),
  key: byRefund,
});

/** Goods that came back are in stock. */
export const StockRestocked = event('stock.restocked', {
  schema: z.object({ refundId: z.string(), orderId }),
  key: byRefund,
});

/** Stays in the stream of the returned goods: their first `parts` parts are in stock. */
export const RestockAdvanced = event('restock.advanced', {
  schema: z.object({ refundId: z.string(), orderId, parts: z.int() }),
  key: byRefund,
});
