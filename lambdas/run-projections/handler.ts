import { createProjectionHost } from '../adapters/lambda/projection-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { ordersProjections } from '../projections/orders/orders-projections.ts';

/** The deployed function. */
export const handler = createProjectionHost(orders, ordersProjections);
