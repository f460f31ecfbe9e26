import { createSweeperHost } from '../adapters/lambda/sweeper-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createSweeperHost(orders);
