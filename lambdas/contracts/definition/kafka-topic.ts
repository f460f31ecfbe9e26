import type { EventType } from '../events/event-type.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { FilledBy } from './filled-by.ts';
import type { OnPoison } from './queue.ts';

/** A topic of Kafka: a log in partitions, each of which keeps the order of its keys. */
export interface KafkaTopicDefinition {
  /** Its name at the broker. */
  readonly topic: string;
  readonly carries: readonly EventType[];
  readonly filledBy: FilledBy;
  readonly partitions: number;
  readonly replicas: number;
  readonly minInSyncReplicas: number;
  readonly retentionDays: number;
  readonly deadLetter: DeadLetter;
  readonly onPoison: OnPoison;
}

/** What describes a topic of Kafka. */
export interface KafkaTopicOptions {
  readonly carries: readonly EventType[];
  /** Who fills it; what others fill is left as they made it, but for its dead letters. @default 'forwarders' */
  readonly filledBy?: FilledBy;
  /** 1 to 1000. Keys move to other partitions when there are more, so begin with enough. @default 6 */
  readonly partitions?: number;
  /** Brokers that keep each record, 1 to 7; a cluster with fewer brokers keeps as many as it has. @default 3 */
  readonly replicas?: number;
  /** Brokers that must have a record before it counts as accepted; fewer than `replicas`, or none may fail. @default 2 */
  readonly minInSyncReplicas?: number;
  /** Days a record is kept, read or not, 1 to 365. @default 7 */
  readonly retentionDays?: number;
  /** Required, because forgetting it loses messages: `deadLetter()` or `noDeadLetter(reason)`. */
  readonly deadLetter: DeadLetter;
  /** @default 'park-key' with dead letters, else 'skip' */
  readonly onPoison?: OnPoison;
}

/** Declares a topic of Kafka, by its name at the broker. */
export function kafkaTopic(topic: string, options: KafkaTopicOptions): KafkaTopicDefinition {
  const { deadLetter } = options;
  return {
    topic,
    carries: options.carries,
    filledBy: options.filledBy ?? 'forwarders',
    partitions: options.partitions ?? 6,
    replicas: options.replicas ?? 3,
    minInSyncReplicas: options.minInSyncReplicas ?? 2,
    retentionDays: options.retentionDays ?? 7,
    deadLetter,
    onPoison: options.onPoison ?? (deadLetter.kind === 'queue' ? 'park-key' : 'skip'),
  };
}

/** The topic beside a topic that takes what could not be handled. */
export function deadLetterTopicOf({ topic }: Pick<KafkaTopicDefinition, 'topic'>): string {
  return `${topic}.dead-letters`;
}

/** The topics that the pipeline makes for one of its own: that one, unless others do, and the one of its dead letters. */
export function topicsToMake(definition: KafkaTopicDefinition): readonly string[] {
  const { topic, filledBy, deadLetter } = definition;
  return [
    ...(filledBy === 'others' ? [] : [topic]),
    ...(deadLetter.kind === 'queue' ? [deadLetterTopicOf(definition)] : []),
  ];
}
