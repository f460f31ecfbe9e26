import { sagaMessages } from '../../../contracts/sagas/saga-messages.ts';
import { createMessageWriter } from '../../outbox/message-writer.ts';
import { outgoingMessage } from '../../outbox/outgoing-message.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Fingerprint } from '../../ports/fingerprint.ts';
import type { OutgoingMessage } from '../../ports/publisher.ts';
import type { DueTimer } from './due-timers.ts';

/** What telling a saga of its timers works with. */
export interface TimerMessageDependencies {
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
  /** The `source` of the messages: `/pipeline/timers`. */
  readonly source: string;
}

/**
 * What tells a saga that a timer has run out.
 *
 * Its id follows from what ran out, so that all who find the same timer, however often, send one message.
 */
export function timerMessage(
  { clock, fingerprint, source }: TimerMessageDependencies,
  { saga, partition, key, step, generation }: DueTimer,
): OutgoingMessage {
  const id = fingerprint(JSON.stringify(['timer', partition, step, generation]));
  const writer = createMessageWriter({ ids: { next: () => id }, clock, source });
  return outgoingMessage(writer.write(sagaMessages(saga).timerDue.of({ key, step, generation }), undefined));
}
