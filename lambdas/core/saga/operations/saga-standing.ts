import type { SagaState } from '../saga-state.ts';
import { pendingWords } from './pending-words.ts';
import type { SagaStanding } from './saga-outcome.ts';

/** Where a saga of some version stands. */
export function sagaStanding(version: number, state: SagaState): SagaStanding {
  return { status: state.status, version, run: state.run, pending: pendingWords(state) };
}
