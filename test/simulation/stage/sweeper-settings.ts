import { sweeper } from '../../../lambdas/contracts/definition/sweeper.ts';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { sweepLeaseSeconds } from '../../../lambdas/core/outbox/sweep-lease.ts';

const { graceSeconds, everyMinutes, timeoutSeconds } = coreOrders.sweeper ?? sweeper({ entry: '' });

/** The sweeper as it is deployed: when it looks, and how long one sweep and one lease may last. */
export const sweeperSettings = { graceSeconds, everyMinutes, timeoutSeconds, leaseSeconds: sweepLeaseSeconds } as const;
