import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { messageAttributes } from './message-attributes.ts';
import { messageBytes } from './message-bytes.ts';
import { hasUnsendable } from './unsendable-characters.ts';

/** What SQS and SNS take as group and as de-duplication id. */
const identifier = /^[!-~]{1,128}$/;

/**
 * Why a message can never be sent within a limit of bytes; undefined when it can.
 *
 * Found before the call, because one such entry can fail its whole batch.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function messageFault(message: OutgoingMessage, limitBytes: number): string | undefined {
  if (!identifier.test(message.key)) {
    return 'key must be 1 to 128 printable ascii characters without a space';
  }
  if (!identifier.test(message.id)) {
    return 'id must be 1 to 128 printable ascii characters without a space';
  }
  // A topic would take it and then fail to deliver it.
  if (message.body === '' || hasUnsendable(message.body)) {
    return 'body must not be empty or hold characters that xml does not allow';
  }
  const bytes = messageBytes(message.body, messageAttributes(message));
  return bytes > limitBytes
    ? `message must be at most ${limitBytes} bytes with its attributes, got ${bytes}`
    : undefined;
}
