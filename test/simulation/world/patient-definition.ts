import type { QueueDefinition } from '../../../lambdas/contracts/definition/queue.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';

const queues: readonly (readonly [string, QueueDefinition])[] = Object.entries(orders.queues);

/** The pipeline of the orders. Faults are many here, so a message may be received often before it counts as dead. */
export const patientDefinition = {
  ...orders,
  queues: Object.fromEntries(
    queues.map(([name, queue]) => [
      name,
      { ...queue, deadLetter: { kind: 'queue', maxReceiveCount: 1000, retentionDays: 14 } as const },
    ]),
  ),
};
