import { createRelayHost } from 'cdk-event-pipeline/runtime';
import { rentals } from './pipeline.js';

/** The deployed function. */
export const handler = createRelayHost(rentals);
