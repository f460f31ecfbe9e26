import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import { deadLetterHeaders } from './dead-letter-headers.ts';
import { headerText } from './header-text.ts';
import type { KafkaRecordIn } from './kafka-record.ts';
import { sourceRecordOf } from './source-record-of.ts';

/** A record of a dead-letter topic, with the letter in it. */
export interface DeadLetterRecord extends SourceRecord {
  readonly letter: FoundDeadLetter;
}

/** Reads a record of a dead-letter topic; one that something else wrote has no reason, and its own place as id. */
export function deadLetterRecord(found: KafkaRecordIn): DeadLetterRecord {
  const record = sourceRecordOf(found);
  const header = (name: string): string | undefined => headerText(found.headers, name);
  return {
    ...record,
    letter: {
      id: header(deadLetterHeaders.id) ?? record.id,
      body: record.body,
      group: record.group,
      reason: header(deadLetterHeaders.reason),
      receiveCount: Number(header(deadLetterHeaders.receiveCount) ?? 0) || 0,
      receipt: record.id,
      ...(record.redrive && { redrive: record.redrive }),
    },
  };
}

/** Whether a record was read as a dead letter. */
export function isDeadLetterRecord(record: SourceRecord): record is DeadLetterRecord {
  return 'letter' in record;
}
