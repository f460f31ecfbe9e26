import { moveOf, progressOf } from './progress.ts';
import { runWhenQuiet } from './run-stage.ts';
import type { SagaMove, SagaTurn } from './saga-move.ts';
import type { SagaState } from './saga-state.ts';

/** The first move: everything of the first stage. */
export function startSaga(turn: Omit<SagaTurn, 'state'>): SagaMove {
  const state: SagaState = {
    status: 'running',
    pending: [],
    generation: 0,
    started: [],
    refused: [],
    undone: [],
    results: {},
    deadlineAt: turn.now + turn.definition.deadlineSeconds * 1000,
    run: 1,
  };
  return moveOf(runWhenQuiet(progressOf({ ...turn, state })));
}
