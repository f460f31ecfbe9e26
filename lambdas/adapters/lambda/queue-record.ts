import { type RedriveMark, redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';

/**
 * One record of an SQS event as the engine takes it.
 *
 * A record that is not what AWS promises is carried whole in `body`, so that it is parked with all that came instead
 * of failing its neighbours; a part that is missing is empty. A group is kept for FIFO queues alone: on a standard
 * queue it only says who shares the queue fairly.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function queueRecord(record: unknown): SourceRecord {
  const { messageId, receiptHandle, body, eventSourceARN, attributes, messageAttributes } = partsOf(record);
  const redrive = markOf(messageAttributes);
  const { MessageGroupId: group, ApproximateReceiveCount: receiveCount } = partsOf(attributes);
  const fifo = typeof eventSourceARN === 'string' && eventSourceARN.endsWith('.fifo');
  return {
    id: textOf(messageId),
    body: typeof body === 'string' ? body : JSON.stringify(record ?? null),
    group: fifo && typeof group === 'string' ? group : undefined,
    receiveCount: Math.max(Math.trunc(Number(receiveCount)), 1) || 1,
    receipt: textOf(receiptHandle),
    ...(redrive && { redrive }),
  };
}

function markOf(messageAttributes: unknown): RedriveMark | undefined {
  const attributes: Readonly<Record<string, unknown>> = { ...partsOf(messageAttributes) };
  return redriveMark(textOf(partsOf(attributes[redriveAttribute]).stringValue));
}

/** What a record may have; nothing is known of any part before it is looked at. */
interface Parts {
  readonly messageId?: unknown;
  readonly receiptHandle?: unknown;
  readonly body?: unknown;
  readonly eventSourceARN?: unknown;
  readonly attributes?: unknown;
  readonly messageAttributes?: unknown;
  readonly stringValue?: unknown;
  readonly MessageGroupId?: unknown;
  readonly ApproximateReceiveCount?: unknown;
}

function partsOf(value: unknown): Parts {
  return typeof value === 'object' && value !== null ? value : {};
}

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : '';
}
