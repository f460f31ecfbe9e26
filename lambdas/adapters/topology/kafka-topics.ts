import { type KafkaTopicDefinition, topicsToMake } from '../../contracts/definition/kafka-topic.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { WantedTopic } from '../kafka/operations/reconcile-topics.ts';

/**
 * The topics that a pipeline needs, those of dead letters among them; on a cluster with fewer brokers than a topic has
 * replicas, with as many as there are.
 */
export function kafkaTopics(
  { kafka = {} }: Pick<PipelineDefinition, 'kafka'>,
  brokers: number,
): readonly WantedTopic[] {
  return Object.values(kafka).flatMap((topic) => topicsOf(topic, brokers));
}

function topicsOf(definition: KafkaTopicDefinition, brokers: number): readonly WantedTopic[] {
  const { topic, deadLetter, retentionDays } = definition;
  const letterDays = deadLetter.kind === 'queue' ? deadLetter.retentionDays : retentionDays;
  return topicsToMake(definition).map((name) => ({
    topic: name,
    // As many for dead letters, so that letters of a key stay in order however they are collected.
    partitions: definition.partitions,
    ...durability(definition, brokers, name === topic ? retentionDays : letterDays),
  }));
}

const dayMs = 86_400_000;

function durability(
  definition: KafkaTopicDefinition,
  brokers: number,
  days: number,
): Pick<WantedTopic, 'replicas' | 'configs'> {
  const replicas = Math.min(definition.replicas, brokers);
  // With as many in sync as there are replicas, no broker may fail.
  const inSync = Math.min(definition.minInSyncReplicas, Math.max(1, replicas - 1));
  return {
    replicas,
    configs: { 'min.insync.replicas': String(inSync), 'retention.ms': String(days * dayMs) },
  };
}
