import type { SagaTransition, SagaTurn } from '../saga-move.ts';
import { resendPending } from '../steer-saga.ts';
import { pendingMeant } from './pending-meant.ts';

/**
 * Sends what is pending again now, whenever it was due: a reply to an earlier attempt still counts.
 *
 * Beside a step that has failed nothing is sent again, because it is to be undone; ignored then, and where nothing was
 * sent.
 */
export function retryPending(turn: SagaTurn, name: string | undefined): SagaTransition {
  const { state } = turn;
  const pending = pendingMeant(state, name);
  if ('kind' in pending) {
    return pending;
  }
  return pending.direction === 'run' && state.failure !== undefined
    ? { kind: 'ignored', reason: `step "${pending.step}" is to be undone, because "${state.failure.step}" has failed` }
    : resendPending(turn, pending);
}
