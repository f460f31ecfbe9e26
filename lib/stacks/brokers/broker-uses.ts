import type { ConsumerDefinition } from '../../../lambdas/contracts/definition/consumer.ts';
import { forwardTarget } from '../../../lambdas/contracts/definition/forward-target.ts';
import { deadLetterTopicOf, topicsToMake } from '../../../lambdas/contracts/definition/kafka-topic.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { groupOf } from '../../../lambdas/contracts/definition/reader-groups.ts';
import { sourceOf } from '../../../lambdas/contracts/definition/source-of.ts';
import { brokersOf } from '../../../lambdas/contracts/definition/with-brokers.ts';
import type { KafkaReading } from '../../constructs/kafka/kafka-access.ts';

/** What a client does at Kafka. */
export interface KafkaUse {
  readonly reads: readonly KafkaReading[];
  /** Topics. */
  readonly writes: readonly string[];
  /** Groups for which it commits what it reads and what it writes together. */
  readonly transactions: readonly string[];
  /** Topics that it makes and changes. */
  readonly reconciles: readonly string[];
}

/** What a client does at Redis. */
export interface RedisUse {
  /** Streams that it reads, writes or makes, each with all that belongs to it. */
  readonly streams: readonly string[];
}

/** What a client does at brokers; a kind that is left out it has nothing to do with. */
export interface BrokerUses {
  readonly kafka?: KafkaUse;
  readonly redis?: RedisUse;
  /** Its one user may do everything there. */
  readonly rabbitmq?: object;
  /** What its login may do is said where that is made. */
  readonly nats?: object;
}

/** What a consumer does at brokers: reads its source, parks in its dead letters, forwards and calls. */
export function consumerUses(
  definition: PipelineDefinition,
  { name, consumer }: { readonly name: string; readonly consumer: ConsumerDefinition },
): BrokerUses {
  const kinds = brokersOf(definition, consumer);
  return {
    ...(kinds.includes('kafka') && { kafka: kafkaUse(definition, name, consumer) }),
    ...(kinds.includes('redis') && { redis: redisUse(definition, consumer) }),
    ...(kinds.includes('rabbitmq') && { rabbitmq: {} }),
    ...(kinds.includes('nats') && { nats: {} }),
  };
}

/** What the reconciler of a pipeline does at its brokers. */
export function reconcilerUses({ kafka, redis, rabbitmq, nats }: PipelineDefinition): BrokerUses {
  return {
    ...(kafka && {
      kafka: {
        ...{ reads: [], writes: [], transactions: [] },
        reconciles: Object.values(kafka).flatMap(topicsToMake),
      },
    }),
    ...(redis && { redis: { streams: Object.values(redis).map(({ stream }) => stream) } }),
    ...(rabbitmq && { rabbitmq: {} }),
    ...(nats && { nats: {} }),
  };
}

function kafkaUse(definition: PipelineDefinition, name: string, consumer: ConsumerDefinition): KafkaUse {
  const { source, forwards, worker } = consumer;
  const from = sourceOf(definition, source);
  const topic = from?.kind === 'kafka' ? from.source : undefined;
  const targets = forwards.flatMap((one) => {
    const target = forwardTarget(definition, one);
    return target?.kind === 'kafka' ? [target.target.topic] : [];
  });
  const groupId = groupOf(definition, name);
  return {
    reads: topic === undefined ? [] : [{ topic: topic.topic, groupId }],
    writes: [...targets, ...(topic === undefined ? [] : deadLettersOf(topic))],
    transactions: topic === undefined || worker === undefined || targets.length === 0 ? [] : [groupId],
    reconciles: [],
  };
}

function deadLettersOf(topic: NonNullable<PipelineDefinition['kafka']>[string]): readonly string[] {
  return topic.deadLetter.kind === 'queue' ? [deadLetterTopicOf(topic)] : [];
}

function redisUse(definition: PipelineDefinition, { source, forwards }: ConsumerDefinition): RedisUse {
  const from = sourceOf(definition, source);
  const targets = forwards.flatMap((one) => {
    const target = forwardTarget(definition, one);
    return target?.kind === 'redis' ? [target.target.stream] : [];
  });
  return { streams: [...(from?.kind === 'redis' ? [from.source.stream] : []), ...targets] };
}
