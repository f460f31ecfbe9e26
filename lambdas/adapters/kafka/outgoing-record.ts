import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { messageHeaders } from '../../core/publish/message-headers.ts';
import type { KafkaRecordOut } from './kafka-send.ts';
import { recordBytes } from './record-bytes.ts';

/** A message as it goes out, with what it weighs. */
export interface OutgoingRecord {
  readonly message: OutgoingMessage;
  readonly record: KafkaRecordOut;
  readonly bytes: number;
}

/** Makes the record of a message: the envelope as value, its ordering key as key. */
export function outgoingRecord(message: OutgoingMessage): OutgoingRecord {
  const record = { key: message.key, value: Buffer.from(message.body), headers: messageHeaders(message) };
  return { message, record, bytes: recordBytes(record) };
}
