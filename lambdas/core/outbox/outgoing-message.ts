import type { Envelope } from '../../contracts/events/envelope.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** An envelope as the outbox keeps it: routing facts beside the serialised body. */
export function outgoingMessage(envelope: Envelope): OutgoingMessage {
  return { id: envelope.id, type: envelope.type, key: envelope.subject, body: JSON.stringify(envelope) };
}
