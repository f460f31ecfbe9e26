import { forwardToNats } from '../adapters/forward/forward-to-nats.ts';
import { createForwardHost } from '../adapters/lambda/forward-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createForwardHost(orders, 'forwardToNats', forwardToNats);
