import { event } from 'cdk-event-pipeline';
import * as z from 'zod/mini';

/** Fact: a parcel came to a depot. */
export const ParcelMoved = event('parcel.moved', {
  schema: z.object({ parcelId: z.string(), from: z.optional(z.string()), to: z.string() }),
  key: ({ parcelId }) => parcelId,
});
