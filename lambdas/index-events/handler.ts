import { createIndexHost } from '../adapters/lambda/index-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createIndexHost(orders);
