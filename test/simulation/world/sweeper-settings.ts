import { sweeper } from '../../../lambdas/contracts/definition/sweeper.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';

const { graceSeconds, everyMinutes, timeoutSeconds } = orders.sweeper ?? sweeper({ entry: '' });

/** The sweeper as it is deployed: when it looks, and how long one sweep and one lease may last. */
export const sweeperSettings = { graceSeconds, everyMinutes, timeoutSeconds, leaseSeconds: 60 } as const;
