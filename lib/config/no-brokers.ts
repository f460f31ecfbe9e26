import type { BrokerSettings } from './broker-settings.ts';

/** The settings of an environment without brokers, for one reason. */
export function noBrokers(reason: string): BrokerSettings {
  const none = { kind: 'none', reason } as const;
  return { kafka: none, redis: none, rabbitmq: none, nats: none };
}
