import { createKafkaHost } from '../adapters/lambda/kafka-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createSalesProjection } from './sales-projection.ts';

const host = createKafkaHost(orders, 'salesProjection');

/** The deployed function. */
export const handler = host.handlerOf(createSalesProjection(host));
