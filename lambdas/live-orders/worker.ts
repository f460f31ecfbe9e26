import { createWorkerHost } from '../adapters/worker/worker-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createLiveOrders } from './live-orders.ts';

const host = createWorkerHost(orders, 'liveOrders');

await host.run(createLiveOrders(host));
