import { fieldOf } from '../../../lambdas/adapters/dynamodb/field-of.ts';
import { signedBytes } from '../signed-bytes.ts';
import { dateText } from './date-text.ts';

/**
 * A header's value as Lambda's event has it: text and bytes as `{ bytes: [...] }`, numbers and truth values bare, lists
 * and tables of them likewise.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function headerValue(value: unknown): unknown {
  if (typeof value === 'string' || value instanceof Uint8Array) {
    return { bytes: signedBytes(Buffer.from(value)) };
  }
  if (Array.isArray(value)) {
    return value.map(headerValue);
  }
  return typeof value === 'object' && value !== null ? tableOrTyped(value) : (value ?? null);
}

/** What has a type of its own on the wire comes from the client with the type's name beside its value. */
function tableOrTyped(value: object): unknown {
  const type = fieldOf(value, '!');
  if (type === undefined) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, headerValue(field)]));
  }
  const held = fieldOf(value, 'value');
  return type === 'timestamp' && typeof held === 'number' ? dateText(held) : headerValue(held);
}
