import { type RedriveMark, redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import { fieldOf } from '../dynamodb/field-of.ts';
import { byteListText } from './byte-list-text.ts';
import { encodedBody, encodedText } from './encoded-body.ts';

/**
 * One record of a Kafka event as the engine takes it; `partition` is the name under which the event lists it.
 *
 * Its id names partition and offset, for an offset alone is that of other records too, and parking would take them for
 * the same; empty when the offset cannot be read. Its group is the key; a record without one is a group of its own.
 * How often it was delivered Kafka does not say.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
 */
export function kafkaRecord(partition: string, record: unknown): SourceRecord {
  const redrive = markOf(fieldOf(record, 'headers'));
  return {
    id: idOf(partition, fieldOf(record, 'offset')),
    body: encodedBody(fieldOf(record, 'value'), record),
    group: groupOf(fieldOf(record, 'key')),
    receiveCount: 1,
    receipt: '',
    ...(redrive && { redrive }),
  };
}

/** The offset that the id of a Kafka record names; undefined for an empty one. */
export function offsetOf({ id }: Pick<SourceRecord, 'id'>): number | undefined {
  return id === '' ? undefined : Number(id.slice(id.lastIndexOf('@') + 1));
}

function idOf(partition: string, offset: unknown): string {
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? `${partition}@${offset}` : '';
}

/** Bytes that are no text order a key as well as any. */
function groupOf(key: unknown): string | undefined {
  return typeof key === 'string' ? (encodedText(key) ?? key) : undefined;
}

/** Kafka allows a header to be repeated; the last one counts, as for Kafka's own readers. */
function markOf(headers: unknown): RedriveMark | undefined {
  const values = Array.isArray(headers) ? headers.map((header) => fieldOf(header, redriveAttribute)) : [];
  const last = values.findLast((value) => value !== undefined);
  return redriveMark(byteListText(last) ?? '');
}
