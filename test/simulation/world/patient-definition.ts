import type { QueueDefinition } from '../../../lambdas/contracts/definition/queue.ts';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';

const queues: readonly (readonly [string, QueueDefinition])[] = Object.entries(coreOrders.queues);

/** The pipeline of the orders. Faults are many here, so a message may be received often before it counts as dead. */
export const patientDefinition = {
  ...coreOrders,
  queues: Object.fromEntries(
    queues.map(([name, queue]) => [
      name,
      { ...queue, deadLetter: { kind: 'queue', maxReceiveCount: 1000, retentionDays: 14 } as const },
    ]),
  ),
};
