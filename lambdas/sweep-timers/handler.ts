import { createTimersHost } from '../adapters/lambda/timers-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createTimersHost(orders);
