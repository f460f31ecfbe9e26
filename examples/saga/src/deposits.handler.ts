import { createCommandConsumer, createConsumerHost } from 'cdk-event-pipeline/runtime';
import { depositUpTo } from './deposit.js';
import { rentals } from './pipeline.js';

const name = 'deposits';
const host = createConsumerHost(rentals, name);

/** The deployed function: deposits of up to 200.00 are taken, until there is a bank to ask. */
export const handler = host.handlerOf(createCommandConsumer({ ...host, name, decider: depositUpTo(20_000) }));
