import { redriveAttribute, redriveText } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import { deadLetterHeaders, longestReason } from './dead-letter-headers.ts';
import type { KafkaRecordOut } from './kafka-send.ts';
import { readReceipt, type TextForm } from './record-receipt.ts';

/** The record of a dead-letter topic for a record that was given up: key and bytes as they came, reason and origin as headers. */
export function letterOf(record: SourceRecord, reason: string): KafkaRecordOut {
  const origin = readReceipt(record.receipt);
  return {
    key: record.group,
    value: bytesOf(record.body, origin?.value ?? 'text'),
    headers: {
      [deadLetterHeaders.reason]: reason.slice(0, longestReason),
      [deadLetterHeaders.source]: origin?.topic ?? '',
      [deadLetterHeaders.receiveCount]: String(record.receiveCount),
      [deadLetterHeaders.id]: record.id,
      ...(record.redrive && { [redriveAttribute]: redriveText(record.redrive) }),
    },
  };
}

function bytesOf(text: string, form: TextForm): Uint8Array {
  return Buffer.from(text, form === 'bytes' ? 'base64' : 'utf8');
}
