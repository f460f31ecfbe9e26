import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { KafkaRecordIn } from './kafka-record.ts';
import { headerText } from './header-text.ts';

/**
 * A record as consumers take it, on its first delivery: the key is its group, and a record without a key has none.
 *
 * A value that is not UTF-8 comes as the base64 of its bytes, and a tombstone as empty text: neither is an envelope, so
 * the consumer parks it and goes on, instead of a partition that stands still.
 */
export function sourceRecordOf(record: KafkaRecordIn): SourceRecord {
  const { topic, partition, offset, key, value, headers } = record;
  const id = `${topic}-${partition}-${offset}`;
  const redrive = redriveMark(headerText(headers, redriveAttribute) ?? '');
  return {
    id,
    body: textOf(value ?? new Uint8Array()),
    group: key === null ? undefined : textOf(key),
    receiveCount: 1,
    receipt: id,
    ...(redrive && { redrive }),
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}
