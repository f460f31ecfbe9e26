import { type Consumer, type IdempotencyDependencies, idempotent, ok } from 'cdk-event-pipeline/runtime';
import { ParcelScanned } from './parcel-scanned.js';

/** Sends a text to whoever waits for a parcel; `key` is the same for the same scan, so that a gateway can drop a repetition. */
export interface Texts {
  send(text: { readonly key: string; readonly parcelId: string; readonly text: string }): Promise<void>;
}

/** Tells the recipient of a parcel once of each scan. */
export function createTellRecipient(ports: IdempotencyDependencies & { readonly texts: Texts }): Consumer {
  return idempotent(
    {
      name: 'tellRecipient',
      handles: [ParcelScanned],
      async handle({ data: { parcelId, depot } }, { key }) {
        await ports.texts.send({ key, parcelId, text: `Your parcel is in ${depot}.` });
        return ok();
      },
    },
    ports,
  );
}
