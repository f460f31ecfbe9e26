import type { Envelope } from '../../contracts/events/envelope.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** An envelope as the outbox keeps it: routing facts beside the serialised body. */
export function outgoingMessage(envelope: Envelope): OutgoingMessage {
  const { id, type, subject, time } = envelope;
  return { id, type, key: subject, body: JSON.stringify(envelope), since: Date.parse(time) };
}
