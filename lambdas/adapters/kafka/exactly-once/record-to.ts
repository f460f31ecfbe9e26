import type { KafkaRecordOut } from '../kafka-send.ts';

/** A record, and the topic it goes to. */
export interface RecordTo {
  readonly topic: string;
  readonly record: KafkaRecordOut;
}
