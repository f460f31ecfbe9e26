import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { createInventory } from './inventory.ts';

const host = createConsumerHost(orders, 'inventory');

/** The deployed function. */
export const handler = host.handlerOf(createInventory(host));
