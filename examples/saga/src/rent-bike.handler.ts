import { createConsumerHost, createSagaConsumer } from 'cdk-event-pipeline/runtime';
import { rentals } from './pipeline.js';
import { rentBike } from './rent-bike.js';

const name = 'rentBike';
const host = createConsumerHost(rentals, name);

/** The deployed function. */
export const handler = host.handlerOf(createSagaConsumer({ ...host, name, definitions: [rentBike], store: 'rental' }));
