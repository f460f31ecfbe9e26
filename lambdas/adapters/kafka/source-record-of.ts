import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { KafkaRecordIn } from './kafka-record.ts';
import { headerText } from './header-text.ts';
import { recordReceipt, type TextForm } from './record-receipt.ts';

/**
 * A record as consumers take it, on its first delivery: the key is its group, and a record without a key has none.
 *
 * A value that is not UTF-8 comes as the base64 of its bytes, and a tombstone as empty text: neither is an envelope, so
 * the consumer parks it and goes on, instead of a partition that stands still.
 */
export function sourceRecordOf(record: KafkaRecordIn): SourceRecord {
  const { topic, partition, offset, key, value, headers } = record;
  const redrive = redriveMark(headerText(headers, redriveAttribute) ?? '');
  const body = textOf(value);
  const group = textOf(key);
  return {
    id: `${topic}-${partition}-${offset}`,
    body: body.text,
    group: group.form === 'none' ? undefined : group.text,
    receiveCount: 1,
    receipt: recordReceipt({ topic, partition, offset, value: body.form, key: group.form }),
    ...(redrive && { redrive }),
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array | null): { readonly text: string; readonly form: TextForm } {
  if (bytes === null) {
    return { text: '', form: 'none' };
  }
  try {
    return { text: decoder.decode(bytes), form: 'text' };
  } catch {
    return { text: Buffer.from(bytes).toString('base64'), form: 'bytes' };
  }
}
