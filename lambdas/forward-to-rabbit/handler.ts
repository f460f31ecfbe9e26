import { forwardToRabbit } from '../adapters/forward/forward-to-rabbit.ts';
import { createForwardHost } from '../adapters/lambda/forward-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createForwardHost(orders, 'forwardToRabbit', forwardToRabbit);
