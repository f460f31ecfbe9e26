import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';

const orderId = z.string();
const byOrder = (data: { readonly orderId: string }): string => data.orderId;
const Quantities = z.array(z.object({ sku: z.string(), quantity: z.int().check(z.positive()) }));

/** Command: reserve all of these, or none. */
export const ReserveStock = event('stock.reserve', {
  schema: z.object({ orderId, lines: Quantities.check(z.minLength(1)) }),
  key: byOrder,
});

/** Command: give back whatever is reserved for this order. */
export const ReleaseStock = event('stock.release', { schema: z.object({ orderId }), key: byOrder });

/** Everything the order asked for is reserved. */
export const StockReserved = event('stock.reserved', { schema: z.object({ orderId }), key: byOrder });

/** Nothing is reserved: one SKU had too little, or the reservation had been released before. */
export const StockRefused = event('stock.refused', { schema: z.object({ orderId, reason: z.string() }), key: byOrder });

/** Nothing is reserved for this order any more, and nothing ever will be. */
export const StockReleased = event('stock.released', { schema: z.object({ orderId }), key: byOrder });

/** Internal to the reservation's stream: the first `chunks` parts of `lines` are reserved so far. */
export const ReservationAdvanced = event('reservation.advanced', {
  schema: z.object({ orderId, lines: Quantities, chunks: z.int() }),
  key: byOrder,
});

/** Internal to the reservation's stream: only the first `chunks` parts are still reserved. */
export const ReservationRolledBack = event('reservation.rolled-back', {
  schema: z.object({ orderId, chunks: z.int(), reason: z.string() }),
  key: byOrder,
});
