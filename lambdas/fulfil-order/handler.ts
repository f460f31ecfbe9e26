import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createFulfilOrder } from './fulfil-order.ts';

const host = createConsumerHost(orders, 'fulfilOrder');

/** The deployed function. */
export const handler = host.handlerOf(createFulfilOrder(host));
