import type { SagaTransition, SagaTurn } from '../saga-move.ts';
import { forkSaga } from '../steer-saga.ts';

/** Runs an ended saga again from a step; ignored while a compensation is unfinished, whose undos would be forgotten. */
export function forkEnded(turn: SagaTurn, from: string): SagaTransition {
  return turn.state.status === 'compensation_failed'
    ? { kind: 'ignored', reason: 'its compensation is unfinished, so it must be resumed first' }
    : forkSaga(turn, from);
}
