import { createRelayHost } from 'cdk-event-pipeline/runtime';
import { depots } from './pipeline.js';

/** The deployed function. */
export const handler = createRelayHost(depots);
