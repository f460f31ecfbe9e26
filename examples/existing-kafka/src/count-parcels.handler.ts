import { createKafkaHost } from 'cdk-event-pipeline/kafka';
import { createCountParcels } from './count-parcels.js';
import { depots } from './pipeline.js';

const host = createKafkaHost(depots, 'countParcels');

/** The deployed function. */
export const handler = host.handlerOf(createCountParcels(host));
