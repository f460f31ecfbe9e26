import type { KafkaRecordIn } from '../../../lambdas/adapters/kafka/kafka-record.ts';
import { signedBytes } from '../signed-bytes.ts';

/** A record as Lambda hands it to a function. */
export interface LambdaKafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly timestampType: string;
  /** Base64; null for a record without a key. */
  readonly key: string | null;
  /** Base64; null for a tombstone. */
  readonly value: string | null;
  /** One header each, in their order; a name may come more than once. */
  readonly headers: readonly Readonly<Record<string, readonly number[] | null>>[];
}

/**
 * Encodes a record of Kafka as Lambda's event has it.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html
 */
export function lambdaKafkaRecord(record: KafkaRecordIn): LambdaKafkaRecord {
  const { topic, partition, offset, timestamp, timestampType, key, value, headers } = record;
  return {
    ...{ topic, partition, offset: Number(offset), timestamp, timestampType },
    key: base64(key),
    value: base64(value),
    headers: headers.map(([name, held]) => ({
      [Buffer.from(name ?? []).toString()]: held === null ? null : signedBytes(held),
    })),
  };
}

/** The name under which an event lists the records of a partition. */
export function partitionOf({ topic, partition }: Pick<LambdaKafkaRecord, 'topic' | 'partition'>): string {
  return `${topic}-${partition}`;
}

function base64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}
