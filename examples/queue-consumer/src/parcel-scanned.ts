import { event } from 'cdk-event-pipeline';
import * as z from 'zod/mini';

/** Fact: a parcel passed a scanner. */
export const ParcelScanned = event('parcel.scanned', {
  schema: z.object({ parcelId: z.string(), depot: z.string() }),
  key: ({ parcelId }) => parcelId,
});
