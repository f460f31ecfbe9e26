import type { Routes } from '../../contracts/definition/routes-of.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';
import { messageAttributes } from './message-attributes.ts';
import { messageBytes } from './message-bytes.ts';

/**
 * Tells whether the home of a message takes as many bytes as it has with its attributes.
 *
 * It throws PipelineError `publish-unroutable` for a type without a home.
 */
export function fitsHome(routes: Routes): (message: OutgoingMessage) => boolean {
  return (message) =>
    messageBytes(message.body, messageAttributes(message)) <= routes.homeOf(message.type, message.to).maxMessageBytes;
}
