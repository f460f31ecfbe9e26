import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createProcessReturns } from './process-returns.ts';

const host = createConsumerHost(orders, 'processReturns');

/** The deployed function. */
export const handler = host.handlerOf(createProcessReturns(host));
