import type { Decided } from '../../contracts/sagas/saga-messages.ts';
import { type Progress, moveOf, pendingUnder, progressOf, stepOf } from './progress.ts';
import { stepDone } from './run-stage.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import type { Approval } from './saga-options.ts';
import type { Pending } from './saga-state.ts';
import { stepFailed } from './undo-steps.ts';

/** What a decision does to a saga; the first one about what is pending counts, and only until it expires. */
export function decisionMade(turn: SagaTurn, decided: Omit<Decided, 'key'>): SagaTransition {
  const pending = pendingUnder(turn, decided);
  if (pending === undefined || stepOf(turn.definition, pending.step)?.kind !== 'approval') {
    return { kind: 'ignored', reason: 'decision must be about a pending approval' };
  }
  if (turn.now >= (pending.dueAt ?? Infinity)) {
    return { kind: 'ignored', reason: `decision about step "${pending.step}" must not come after its time` };
  }
  return moveOf(decidedOn(progressOf(turn), pending, decided));
}

function decidedOn(
  progress: Progress,
  pending: Pending,
  { decision, by, reason }: Pick<Decided, 'decision' | 'by' | 'reason'>,
): Progress {
  const { step } = pending;
  if (decision === 'rejected') {
    return stepFailed(progress, pending, { step, reason: reason ?? 'rejected' });
  }
  const approval: Approval = { decision, by, ...(reason !== undefined && { reason }) };
  return stepDone(progress, pending, approval);
}
