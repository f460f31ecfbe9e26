import type { RabbitTopology } from '../../../../lambdas/adapters/rabbitmq/rabbit-topology.ts';

/** Orders by topic into one work queue, whose dead letters go through a direct exchange into one queue of their own. */
export const ordersTopology: RabbitTopology = {
  exchanges: [
    { name: 'events', type: 'topic' },
    { name: 'dlx', type: 'direct' },
  ],
  queues: [
    {
      name: 'order_processing',
      bindings: [{ exchange: 'events', routingKey: 'order.*' }],
      messageTtlSeconds: 3600,
      maxLength: 10_000,
      deadLetter: { exchange: 'dlx', routingKey: 'failed' },
    },
    { name: 'dlq', bindings: [{ exchange: 'dlx', routingKey: 'failed' }] },
  ],
};
