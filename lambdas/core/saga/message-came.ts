import { changed, moveOf, progressOf } from './progress.ts';
import { stepDone } from './run-stage.ts';
import type { ReceiveStep } from './saga-definition.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';

/**
 * What it does to a saga that a message came for which nobody was asked: the step that waits for it is done, and one
 * that was not begun yet will find it, since nobody will send it again.
 */
export function messageCame(turn: SagaTurn, { name }: ReceiveStep, data: unknown): SagaTransition {
  const { state } = turn;
  const pending = state.pending.find(({ step }) => step === name);
  const progress = progressOf(turn);
  if (pending !== undefined) {
    return moveOf(stepDone(progress, pending, data));
  }
  if (state.started.includes(name) || state.failure !== undefined || Object.hasOwn(state.early ?? {}, name)) {
    return { kind: 'ignored', reason: `step "${name}" awaits no further message` };
  }
  return moveOf(changed(progress, { early: { ...state.early, [name]: data } }));
}
