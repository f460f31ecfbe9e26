import type { BrokerParts } from './broker-parts.ts';

/** The names of everything that a pipeline has at brokers. */
export function brokerPartNames({ kafka, redis, rabbitmq, nats }: BrokerParts): readonly string[] {
  return [
    ...[kafka, redis, nats],
    ...[rabbitmq?.exchanges, rabbitmq?.queues, rabbitmq?.deadLetters, rabbitmq?.calls],
  ].flatMap((parts) => Object.keys(parts ?? {}));
}
