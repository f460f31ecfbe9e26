import { changed, isPastPivot, moveOf, progressOf } from './progress.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import { type SagaState, isEnded } from './saga-state.ts';
import { undoWhenQuiet } from './undo-steps.ts';

/** Why a saga is given up, and how it will end. */
export interface GivenUp {
  readonly reason: string;
  readonly ends: 'compensated' | 'cancelled';
}

/**
 * Gives a saga up from outside: what was begun is taken back at once, in reverse, also what is in flight, because its
 * outcome is not known.
 *
 * Ignored when the saga has ended, is being compensated (which then goes on), or is past its pivot.
 */
export function giveUpSaga(turn: SagaTurn, { reason, ends }: GivenUp): SagaTransition {
  const { state } = turn;
  if (isEnded(state)) {
    return { kind: 'ignored', reason: `saga has ended ${state.status}` };
  }
  if (state.status === 'compensating') {
    return { kind: 'ignored', reason: 'saga is being compensated already' };
  }
  if (isPastPivot(turn)) {
    return { kind: 'ignored', reason: 'saga is past its pivot' };
  }
  const failure = { step: state.pending[0]?.step ?? '', reason };
  const given: Partial<SagaState> = { status: 'compensating', pending: [], deadlineAt: undefined, failure, ends };
  return moveOf(undoWhenQuiet(changed(progressOf(turn), given)));
}

/** Goes on with a compensation that had failed, with fresh attempts; ignored unless it had. */
export function resumeCompensation(turn: SagaTurn): SagaTransition {
  const { state } = turn;
  if (state.status !== 'compensation_failed') {
    return { kind: 'ignored', reason: `saga must be compensation_failed, is ${state.status}` };
  }
  return moveOf(undoWhenQuiet(changed(progressOf(turn), { status: 'compensating', stuckSince: undefined })));
}
