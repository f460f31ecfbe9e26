import type { KafkaRecordOut } from './kafka-send.ts';

/** Lengths, offset and timestamp that a record carries beside its own bytes, at their longest. */
const recordOverhead = 32;

const headerOverhead = 4;

/**
 * The bytes a record takes in a batch before compression; never less than it takes.
 *
 * Source: https://kafka.apache.org/documentation/#record
 */
export function recordBytes({ key = '', value, headers }: KafkaRecordOut): number {
  let bytes = recordOverhead + Buffer.byteLength(key) + value.byteLength;
  for (const [name, text] of Object.entries(headers)) {
    bytes += headerOverhead + Buffer.byteLength(name) + Buffer.byteLength(text);
  }
  return bytes;
}
