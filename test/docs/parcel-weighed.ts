import * as z from 'zod/mini';
import { event } from '../../lambdas/contracts/events/event-type.ts';

const byOrder = (data: { readonly orderId: string }): string => data.orderId;

/** The example of docs/messages.md as it was at first. */
export const first = event('parcel.weighed', {
  schema: z.object({ orderId: z.string(), kilograms: z.number() }),
  key: byOrder,
});

const InGrams = z.object({ orderId: z.string(), grams: z.int() });

/** Changed without a new version. */
export const changed = event('parcel.weighed', { schema: InGrams, key: byOrder });

const FirstParcelWeighed = z.object({ orderId: z.string(), kilograms: z.number() });

/** Changed as it should be. */
export const ParcelWeighed = event('parcel.weighed', {
  version: 2,
  schema: z.object({ orderId: z.string(), grams: z.int() }),
  key: byOrder,
  upcasters: {
    1: (data) => {
      const { orderId, kilograms } = FirstParcelWeighed.parse(data);
      return { orderId, grams: Math.round(kilograms * 1000) };
    },
  },
});

/** Changed with an upcaster that forgets the new field. */
export const forgetful = event('parcel.weighed', {
  version: 2,
  schema: InGrams,
  key: byOrder,
  upcasters: { 1: (data) => data },
});
