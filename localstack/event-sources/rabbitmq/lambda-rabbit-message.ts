import type { ConsumeMessage } from 'amqplib';
import { dateText } from './date-text.ts';
import { headerValue } from './header-value.ts';

/** A message as Lambda hands it to a function. */
export interface LambdaRabbitMessage {
  /** Every property is there; null where the sender gave none. */
  readonly basicProperties: Readonly<Record<string, unknown>>;
  readonly redelivered: boolean;
  /** Base64. */
  readonly data: string;
}

/**
 * Encodes a message of RabbitMQ as Lambda's event has it.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function lambdaRabbitMessage({ content, properties, fields }: ConsumeMessage): LambdaRabbitMessage {
  const given: Readonly<Record<string, unknown>> = { ...properties };
  const text = (name: string): unknown => given[name] ?? null;
  return {
    basicProperties: {
      contentType: text('contentType'),
      contentEncoding: text('contentEncoding'),
      headers: headersOf(properties.headers),
      deliveryMode: text('deliveryMode'),
      priority: text('priority'),
      correlationId: text('correlationId'),
      replyTo: text('replyTo'),
      expiration: text('expiration'),
      messageId: text('messageId'),
      timestamp: timeOf(given['timestamp']),
      type: text('type'),
      userId: text('userId'),
      appId: text('appId'),
      clusterId: text('clusterId'),
      bodySize: content.byteLength,
    },
    redelivered: fields.redelivered,
    data: content.toString('base64'),
  };
}

/** A message that was sent without headers comes with an empty table of them. */
function headersOf(headers: object | undefined): unknown {
  return headers === undefined || Object.keys(headers).length === 0 ? null : tableOf(headers);
}

function tableOf(table: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, headerValue(value)]));
}

/** In seconds since the epoch on the wire. */
function timeOf(timestamp: unknown): string | null {
  return typeof timestamp === 'number' ? dateText(timestamp) : null;
}
