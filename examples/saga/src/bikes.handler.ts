import { createCommandConsumer, createConsumerHost } from 'cdk-event-pipeline/runtime';
import { bike } from './bike.js';
import { rentals } from './pipeline.js';

const name = 'bikes';
const host = createConsumerHost(rentals, name);

/** The deployed function. */
export const handler = host.handlerOf(createCommandConsumer({ ...host, name, decider: bike }));
