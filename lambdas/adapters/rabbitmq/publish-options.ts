import type { Options } from 'amqplib';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { messageHeaders } from '../../core/publish/message-headers.ts';

/**
 * What a message carries beside its body: written to disk before it is confirmed, returned when no queue takes it unless
 * it may be lost then, and known by its own id, which a second sending repeats.
 */
export function publishOptions(message: OutgoingMessage, mandatory = true): Options.Publish {
  const { 'content-type': contentType, ...headers } = messageHeaders(message);
  return {
    persistent: true,
    mandatory,
    messageId: message.id,
    type: message.type,
    contentType,
    headers,
  };
}
