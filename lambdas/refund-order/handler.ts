import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createRefundOrder } from './refund-order.ts';

const host = createConsumerHost(orders, 'refundOrder');

/** The deployed function. */
export const handler = host.handlerOf(createRefundOrder(host));
