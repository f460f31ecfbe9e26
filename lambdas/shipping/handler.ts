import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createShipping } from './shipping.ts';

const host = createConsumerHost(orders, 'shipping');

/** The deployed function. */
export const handler = host.handlerOf(createShipping(host));
