import { createSourceGuardHost } from '../adapters/lambda/source-guard-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createSourceGuardHost(orders);
