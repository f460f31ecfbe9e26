import type { EventType } from '../events/event-type.ts';
import type { BrokerParts } from './broker-parts.ts';
import type { KafkaTopicDefinition } from './kafka-topic.ts';
import type { NatsStreamDefinition } from './nats-stream.ts';
import type { PipelineParts } from './pipeline-definition.ts';
import { type QueueDefinition, arrivalsOf } from './queue.ts';
import { arrivalsOfRabbitQueue } from './rabbit-arrivals.ts';
import type { RabbitQueueDefinition } from './rabbit-queue.ts';
import type { RedisStreamDefinition } from './redis-stream.ts';

/** What a consumer reads. */
export type ConsumerSource =
  | { readonly kind: 'queue'; readonly name: string; readonly source: QueueDefinition }
  | { readonly kind: 'kafka'; readonly name: string; readonly source: KafkaTopicDefinition }
  | { readonly kind: 'redis'; readonly name: string; readonly source: RedisStreamDefinition }
  | { readonly kind: 'rabbitmq'; readonly name: string; readonly source: RabbitQueueDefinition }
  | { readonly kind: 'nats'; readonly name: string; readonly source: NatsStreamDefinition };

type Sources = Pick<PipelineParts, 'queues'> & BrokerParts;

/** The source of that name, whatever broker it is at; undefined when the pipeline has none. */
export function sourceOf({ queues, kafka, redis, rabbitmq, nats }: Sources, name: string): ConsumerSource | undefined {
  return (
    found('queue', name, queues) ??
    found('kafka', name, kafka) ??
    found('redis', name, redis) ??
    found('rabbitmq', name, rabbitmq?.queues) ??
    found('nats', name, nats)
  );
}

function found<Kind extends string, Source>(
  kind: Kind,
  name: string,
  parts: Readonly<Record<string, Source>> = {},
): { readonly kind: Kind; readonly name: string; readonly source: Source } | undefined {
  const source = Object.hasOwn(parts, name) ? parts[name] : undefined;
  return source === undefined ? undefined : { kind, name, source };
}

/** Every type that can arrive at a source. */
export function arrivalsAt(parts: BrokerParts, { kind, source }: ConsumerSource): readonly EventType[] {
  switch (kind) {
    case 'queue':
      return arrivalsOf(source);
    case 'rabbitmq':
      return arrivalsOfRabbitQueue(parts, source);
    case 'kafka':
    case 'redis':
    case 'nats':
      return source.carries;
  }
}

/** What a source is called where people read of it. */
export function nounOf({ kind, name }: Pick<ConsumerSource, 'kind' | 'name'>): string {
  return `${nouns[kind]} "${name}"`;
}

const nouns: Readonly<Record<ConsumerSource['kind'], string>> = {
  queue: 'queue',
  kafka: 'Kafka topic',
  redis: 'Redis stream',
  rabbitmq: 'RabbitMQ queue',
  nats: 'NATS stream',
};
