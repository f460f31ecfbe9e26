import type { BrokerSettings, NetworkSettings } from './broker-settings.ts';

const network: NetworkSettings = { kind: 'made', zones: 3, nat: false };

/** MSK, ElastiCache and Amazon MQ in a network of their own that nothing leaves: what outlives the loss of a zone. */
export const managedBrokers: BrokerSettings = {
  network,
  // Provisioned: the pipeline's topics want few partitions, and serverless is paid by the hour for each.
  kafka: {
    kind: 'made',
    brokers: { kind: 'provisioned', instance: 'm7g.large', storageGib: 100 },
    readBy: 'function',
  },
  redis: { kind: 'made', maxStorageGb: 10, maxEcpuPerSecond: 5000 },
  // A mapping hands over one batch at a time; workers follow what waits.
  rabbitmq: { kind: 'made', deployment: 'cluster', readBy: 'worker' },
  nats: { kind: 'none', reason: 'AWS offers none; name the servers here where some can be reached' },
};
