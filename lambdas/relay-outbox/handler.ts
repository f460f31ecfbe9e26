import { createRelayHost } from '../adapters/lambda/relay-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createRelayHost(orders);
