import { createWorkerHost } from '../adapters/worker/worker-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createLogPartner } from './log-partner.ts';
import { createNotifyPartner } from './notify-partner.ts';

const host = createWorkerHost(orders, 'notifyPartner');

await host.run(createNotifyPartner({ ...host, partner: createLogPartner(host.telemetry) }));
