import { createRelayHost } from 'cdk-event-pipeline/runtime';
import { parcels } from './pipeline.js';

/** The deployed function that publishes what consumers commit. */
export const handler = createRelayHost(parcels);
