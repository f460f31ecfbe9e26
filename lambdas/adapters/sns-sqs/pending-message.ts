import type { Home } from '../../contracts/definition/home.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';

/** A message that may be sent now, and where to. */
export interface PendingMessage {
  readonly message: OutgoingMessage;
  readonly home: Home;
}
