import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createPlaceOrder } from './place-order.ts';

const host = createConsumerHost(orders, 'placeOrder');

/** The deployed function. */
export const handler = host.handlerOf(createPlaceOrder(host));
