import { createConsumerHost } from '../adapters/lambda/consumer-host.ts';
import { readEnvironment } from '../adapters/lambda/read-environment.ts';
import { orders } from '../contracts/orders/pipeline.ts';
import { centsSetting } from './cents-setting.ts';
import { createPayments } from './payments.ts';

const host = createConsumerHost(orders, 'payments');
const { limit } = readEnvironment({ limit: 'DECLINE_ABOVE_CENTS' });

/** The deployed function. */
export const handler = host.handlerOf(createPayments({ ...host, declineAboveCents: centsSetting(limit) }));
