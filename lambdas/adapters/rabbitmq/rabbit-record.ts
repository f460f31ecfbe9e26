import type { ConsumeMessage, GetMessage } from 'amqplib';
import { createHash } from 'node:crypto';
import { redriveAttribute, redriveMark } from '../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';

/** What is read from a message of RabbitMQ, whoever sent it. */
export type RabbitRecord = Pick<SourceRecord, 'id' | 'body' | 'redrive'> & {
  /** The ordering key; undefined where the sender gave none. */
  readonly key: string | undefined;
  /** Deliveries before this one, as the broker counts them. */
  readonly deliveries: number;
};

/**
 * Reads a message as the record that a consumer gets; nothing a sender does makes it throw.
 *
 * Quorum queues count deliveries; classic ones only tell that there was one. A message without an id is known by what
 * it says.
 *
 * Source: https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
 */
export function rabbitRecord({ content, properties, fields }: ConsumeMessage | GetMessage): RabbitRecord {
  const headers: Readonly<Record<string, unknown>> = properties.headers ?? {};
  const messageId: unknown = properties.messageId;
  const counted = headers['x-delivery-count'];
  const redrive = redriveMark(textOf(headers[redriveAttribute]) ?? '');
  return {
    id: textOf(messageId) ?? textOf(headers['ce_id']) ?? createHash('sha256').update(content).digest('hex'),
    body: content.toString('utf8'),
    key: textOf(headers['ce_partitionkey']),
    deliveries: typeof counted === 'number' ? counted : Number(fields.redelivered),
    ...(redrive && { redrive }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
