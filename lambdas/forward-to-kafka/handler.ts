import { forwardToKafka } from '../adapters/forward/forward-to-kafka.ts';
import { createForwardHost } from '../adapters/lambda/forward-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createForwardHost(orders, 'forwardToKafka', forwardToKafka);
