import { type RedriveMark, redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import { fieldOf } from '../dynamodb/field-of.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { byteListText } from './byte-list-text.ts';
import { encodedBody } from './encoded-body.ts';

/**
 * One message of a RabbitMQ event as the engine takes it; `queue` is the name under which the event lists it.
 *
 * Its id is the publisher's or, when it gave none, a digest of queue and bytes: the same at every delivery. Its group is
 * the key that our publishers send as a header; a message without one is a group of its own. Only quorum queues count
 * deliveries; of others it is known that there was more than one.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function rabbitRecord(queue: string, message: unknown): SourceRecord {
  const properties = fieldOf(message, 'basicProperties');
  const headers = fieldOf(properties, 'headers');
  const body = encodedBody(fieldOf(message, 'data'), message);
  const redrive = markOf(headers);
  return {
    id: nonEmpty(fieldOf(properties, 'messageId')) ?? headerText(headers, 'ce_id') ?? digestOf(queue, message),
    body,
    group: headerText(headers, 'ce_partitionkey'),
    receiveCount: deliveriesBefore(message, headers) + 1,
    receipt: '',
    ...(redrive && { redrive }),
  };
}

/** Never of the properties: a broker changes headers from one delivery to the next. */
function digestOf(queue: string, message: unknown): string {
  return sha256Fingerprint(JSON.stringify([queue, fieldOf(message, 'data') ?? null]));
}

function deliveriesBefore(message: unknown, headers: unknown): number {
  const counted = Number(headerText(headers, 'x-delivery-count'));
  if (Number.isSafeInteger(counted) && counted >= 0) {
    return counted;
  }
  return fieldOf(message, 'redelivered') === true ? 1 : 0;
}

function markOf(headers: unknown): RedriveMark | undefined {
  return redriveMark(headerText(headers, redriveAttribute) ?? '');
}

/** Texts come as `{ bytes: [...] }`, numbers bare; undefined when there is none of that name. */
function headerText(headers: unknown, name: string): string | undefined {
  const value = fieldOf(headers, name);
  return typeof value === 'number'
    ? String(value)
    : (nonEmpty(value) ?? nonEmpty(byteListText(fieldOf(value, 'bytes'))));
}

function nonEmpty(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' ? text : undefined;
}
