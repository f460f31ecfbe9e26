import { type KafkaTopicDefinition, deadLetterTopicOf } from './kafka-topic.ts';
import { letterFaults } from './letter-faults.ts';
import { between } from './range-fault.ts';

/** The longest name that Kafka takes. */
const longestName = 249;

/** What is wrong with one topic of Kafka. */
export function kafkaFaults(name: string, topic: KafkaTopicDefinition): readonly string[] {
  const what = `Kafka topic "${name}"`;
  const { replicas, minInSyncReplicas } = topic;
  return [
    ...(/^[A-Za-z0-9._-]+$/.test(topic.topic) && deadLetterTopicOf(topic).length <= longestName
      ? []
      : [`${what} must be called by letters, digits, dots, dashes and underscores, got "${topic.topic}"`]),
    ...between(`${what}: partitions`, topic.partitions, [1, 1000]),
    ...between(`${what}: replicas`, replicas, [1, 7]),
    ...between(`${what}: minInSyncReplicas`, minInSyncReplicas, [1, Math.max(1, replicas - 1)]),
    ...between(`${what}: retentionDays`, topic.retentionDays, [1, 365]),
    ...poisonFaults(what, topic),
    ...letterFaults(what, topic.deadLetter),
  ];
}

function poisonFaults(what: string, { onPoison, deadLetter }: KafkaTopicDefinition): readonly string[] {
  return onPoison === 'skip' || deadLetter.kind === 'queue'
    ? []
    : [`${what}: onPoison "${onPoison}" must be chosen for a topic with dead letters, got none`];
}
