import type { Decided } from '../../contracts/sagas/saga-messages.ts';
import { type Progress, moveOf, progressOf, stepOf } from './progress.ts';
import { stepDone } from './run-stage.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import type { Approval } from './saga-options.ts';
import type { Pending } from './saga-state.ts';
import { stepFailed } from './undo-steps.ts';

/** What a decision does to a saga; the first one about what is pending counts, and only until it expires. */
export function decisionMade(turn: SagaTurn, decided: Omit<Decided, 'key'>): SagaTransition {
  const { definition, state, now } = turn;
  const { step: name, generation } = decided;
  const pending = state.pending.find((one) => one.step === name && one.generation === generation);
  if (pending === undefined || stepOf(definition, name)?.kind !== 'approval') {
    return { kind: 'ignored', reason: 'decision must be about a pending approval' };
  }
  if (now >= (pending.dueAt ?? Infinity)) {
    return { kind: 'ignored', reason: `decision about step "${name}" must not come after its time` };
  }
  return moveOf(decidedOn(progressOf(turn), pending, decided));
}

function decidedOn(
  progress: Progress,
  pending: Pending,
  { step, decision, by, reason }: Pick<Decided, 'step' | 'decision' | 'by' | 'reason'>,
): Progress {
  if (decision === 'rejected') {
    return stepFailed(progress, pending, { step, reason: reason ?? 'rejected' });
  }
  const approval: Approval = { decision, by, ...(reason !== undefined && { reason }) };
  return stepDone(progress, pending, approval);
}
