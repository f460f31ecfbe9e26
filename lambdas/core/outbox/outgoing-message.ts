import type { Envelope } from '../../contracts/events/envelope.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** An envelope as the outbox keeps it: routing facts beside the serialised body, where the caller has it already. */
export function outgoingMessage(envelope: Envelope, body = JSON.stringify(envelope)): OutgoingMessage {
  const { id, type, subject, time, addressee } = envelope;
  return {
    id,
    type,
    key: subject,
    body,
    since: Date.parse(time),
    ...(addressee === undefined ? {} : { to: addressee }),
  };
}
