import { consumer, deadLetter, pipeline, queue, relay } from 'cdk-event-pipeline';
import { ParcelScanned } from './parcel-scanned.js';

/** A queue of scans, and who tells the recipient of each. */
export const parcels = pipeline('parcels', {
  topics: {},
  queues: { scans: queue({ accepts: [ParcelScanned], deadLetter: deadLetter() }) },
  consumers: {
    tellRecipient: consumer({
      entry: 'src/tell-recipient.handler.ts',
      source: 'scans',
      handles: [ParcelScanned],
      stores: ['inbox'],
    }),
  },
  relay: relay({ entry: 'src/relay.handler.ts' }),
});
