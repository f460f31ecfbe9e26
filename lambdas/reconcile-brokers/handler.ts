import { createReconcileHost } from '../adapters/lambda/reconcile-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';

/** The deployed function. */
export const handler = createReconcileHost(orders);
