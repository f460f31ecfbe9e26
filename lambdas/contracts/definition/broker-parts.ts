import type { KafkaTopicDefinition } from './kafka-topic.ts';
import type { NatsStreamDefinition } from './nats-stream.ts';
import type { RabbitCallDefinition } from './rabbit-call.ts';
import type { RabbitDeadLettersDefinition } from './rabbit-dead-letters.ts';
import type { RabbitExchangeDefinition } from './rabbit-exchange.ts';
import type { RabbitQueueDefinition } from './rabbit-queue.ts';
import type { RedisStreamDefinition } from './redis-stream.ts';

/** What a pipeline has at RabbitMQ, by name. */
export interface RabbitParts {
  readonly exchanges: Readonly<Record<string, RabbitExchangeDefinition>>;
  readonly queues: Readonly<Record<string, RabbitQueueDefinition>>;
  readonly deadLetters: Readonly<Record<string, RabbitDeadLettersDefinition>>;
  /** @default none */
  readonly calls?: Readonly<Record<string, RabbitCallDefinition>>;
}

/** What a pipeline has at brokers beside SNS and SQS; an environment without one of them leaves out what needs it. */
export interface BrokerParts {
  /** Topics of Kafka. @default none */
  readonly kafka?: Readonly<Record<string, KafkaTopicDefinition>>;
  /** Streams of Redis or Valkey. @default none */
  readonly redis?: Readonly<Record<string, RedisStreamDefinition>>;
  /** @default none */
  readonly rabbitmq?: RabbitParts;
  /** Streams of NATS JetStream. @default none */
  readonly nats?: Readonly<Record<string, NatsStreamDefinition>>;
}
