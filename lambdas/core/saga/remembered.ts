import type { Envelope } from '../../contracts/events/envelope.ts';
import type { HistoryEntry } from './saga-history.ts';
import type { SagaMove, SagaTransition } from './saga-move.ts';
import type { Pending, SagaState } from './saga-state.ts';

/** What moved a saga: a message, and the thing that was awaited, where it was one. */
export interface Cause {
  readonly now: number;
  readonly before: SagaState;
  readonly message: Pick<Envelope, 'type' | 'id'>;
  readonly pending?: Pick<Pending, 'step' | 'direction'> | undefined;
  /** Who it was, where it was a person. */
  readonly by?: string;
}

/** The transition with its cause in the history, if it is a move. */
export function remembered(transition: SagaTransition, cause: Cause): SagaTransition {
  return transition.kind === 'ignored'
    ? transition
    : { ...transition, history: [...transition.history, entryOf(transition, cause)] };
}

function entryOf(move: SagaMove, { now, before, message, pending, by }: Cause): HistoryEntry {
  const note = noteOf(before, move.state);
  return {
    at: now,
    message: message.type,
    messageId: message.id,
    ...(pending && { step: pending.step, direction: pending.direction }),
    ...(note !== undefined && { note }),
    ...(by !== undefined && { by }),
  };
}

function noteOf(before: SagaState, after: SagaState): string | undefined {
  if (before.failure === undefined && after.failure !== undefined) {
    return after.failure.reason;
  }
  if (before.late !== after.late) {
    return 'late';
  }
  const again = after.pending.find(({ attempt, generation }) => attempt > 1 && generation > before.generation);
  return again === undefined
    ? undefined
    : `${again.paused === true ? 'to be sent' : 'sent'} again, attempt ${again.attempt + (again.paused === true ? 1 : 0)}`;
}
