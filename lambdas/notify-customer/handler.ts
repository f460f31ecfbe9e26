import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createNotifyCustomer } from './notify-customer.ts';
import { createLogNotifier } from './log-notifier.ts';

const host = createConsumerHost(orders, 'notifyCustomer');

/** The deployed function. */
export const handler = host.handlerOf(createNotifyCustomer({ ...host, notifier: createLogNotifier(host.telemetry) }));
