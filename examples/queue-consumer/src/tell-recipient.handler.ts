import { createConsumerHost } from 'cdk-event-pipeline/runtime';
import { parcels } from './pipeline.js';
import { createTellRecipient } from './tell-recipient.js';

const host = createConsumerHost(parcels, 'tellRecipient');

/** The deployed function; it logs instead of sending, until there is a gateway. */
export const handler = host.handlerOf(
  createTellRecipient({
    ...host,
    texts: {
      send: ({ key, parcelId }) => {
        host.telemetry.info('text sent', { key, parcelId });
        return Promise.resolve();
      },
    },
  }),
);
