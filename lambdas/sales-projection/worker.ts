import { createWorkerHost } from '../adapters/worker/worker-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createSalesProjection } from './sales-projection.ts';

const host = createWorkerHost(orders, 'salesProjection');

await host.run(createSalesProjection(host));
