import { type LambdaKafkaRecord, partitionOf } from './lambda-kafka-record.ts';

/** Where records come from, as their function is told. */
export type KafkaEventSource =
  | { readonly eventSource: 'aws:kafka'; readonly eventSourceArn: string; readonly bootstrapServers: string }
  | { readonly eventSource: 'SelfManagedKafka'; readonly bootstrapServers: string };

/** What a function behind a Kafka mapping is invoked with. */
export type KafkaEvent = KafkaEventSource & {
  /** By topic, hyphen and number of their partition; each in the order of its offsets. */
  readonly records: Readonly<Record<string, readonly LambdaKafkaRecord[]>>;
};

/**
 * Makes the event of some records, of one partition or of several.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
export function kafkaEvent(source: KafkaEventSource, records: readonly LambdaKafkaRecord[]): KafkaEvent {
  return { ...source, records: Object.fromEntries(Map.groupBy(records, partitionOf)) };
}
