import { createTimersHost } from 'cdk-event-pipeline/runtime';
import { rentals } from './pipeline.js';

/** The deployed function. */
export const handler = createTimersHost(rentals);
