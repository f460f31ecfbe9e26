import type { TimerDue } from '../../contracts/sagas/saga-messages.ts';
import { deadlineStep } from './saga-due.ts';
import { giveUpSaga } from './give-up-saga.ts';
import { type Progress, changed, isPastPivot, moveOf, pendingUnder, progressOf, settled, stepOf } from './progress.ts';
import { stepDone } from './run-stage.ts';
import type { CommandStep, SagaStep } from './saga-definition.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import type { Pending } from './saga-state.ts';
import { sendCommand, sendUndo } from './send-step.ts';
import { compensationFailed, stepFailed, undoWhenQuiet } from './undo-steps.ts';

/**
 * What it does to a saga that a timer has run out: only the timer that is pending counts, and not before its time, so
 * that old, early and duplicate ones change nothing.
 */
export function timerRanOut(turn: SagaTurn, { step: name, generation }: Omit<TimerDue, 'key'>): SagaTransition {
  const { definition, now } = turn;
  if (name === deadlineStep) {
    return deadlinePassed(turn, generation);
  }
  const pending = pendingUnder(turn, { step: name, generation });
  const step = pending && stepOf(definition, pending.step);
  if (pending === undefined || step === undefined) {
    return { kind: 'ignored', reason: `timer of step "${name}" must be the pending one` };
  }
  if (pending.dueAt === undefined || now < pending.dueAt) {
    return { kind: 'ignored', reason: `timer of step "${name}" must not be early` };
  }
  return moveOf(overdue(progressOf(turn), pending, step));
}

function deadlinePassed(turn: SagaTurn, run: number): SagaTransition {
  const { state, now } = turn;
  if (state.deadlineAt === undefined || state.late === true || run !== state.run) {
    return { kind: 'ignored', reason: 'deadline must be the pending one' };
  }
  if (now < state.deadlineAt) {
    return { kind: 'ignored', reason: 'deadline must not be early' };
  }
  return isPastPivot(turn)
    ? moveOf(late(progressOf(turn)))
    : giveUpSaga(turn, { reason: 'deadline passed', ends: 'compensated' });
}

function overdue(progress: Progress, pending: Pending, step: SagaStep): Progress {
  switch (step.kind) {
    case 'command':
      return pending.direction === 'undo'
        ? undoOverdue(progress, pending, step)
        : replyOverdue(progress, pending, step);
    case 'timer':
      return stepDone(progress, pending, { at: progress.now });
    case 'approval':
      return stepFailed(progress, pending, { step: step.name, reason: 'no decision in time' });
    case 'receive':
      return isPastPivot(progress)
        ? late(waitingOn(progress, pending))
        : stepFailed(progress, pending, { step: step.name, reason: `no ${step.message.name} in time` });
  }
}

/** Beside a step that failed nothing is sent again: without a reply the outcome is not known, so it will be undone. */
function replyOverdue(progress: Progress, pending: Pending, step: CommandStep): Progress {
  const rest = settled(progress, pending);
  if (progress.state.failure !== undefined) {
    return undoWhenQuiet(rest);
  }
  return isPastPivot(progress) || pending.attempt < step.attempts
    ? sendCommand(rest, step, again(pending))
    : stepFailed(progress, pending, { step: step.name, reason: 'no reply in time' });
}

function undoOverdue(progress: Progress, pending: Pending, step: CommandStep): Progress {
  const rest = settled(progress, pending);
  return pending.attempt < (step.undo?.attempts ?? 1) ? sendUndo(rest, step, again(pending)) : compensationFailed(rest);
}

/** Ids of commands that are kept for one step: replies to older ones would be weeks late. */
const mostCommandIds = 50;

function again({ attempt, commandIds }: Pending): Pick<Pending, 'attempt' | 'commandIds'> {
  return { attempt: attempt + 1, commandIds: commandIds.slice(-mostCommandIds) };
}

/** There is no way back, so nothing is given up; somebody should have a look. */
function late(progress: Progress): Progress {
  const { stuckSince } = progress.state;
  return changed(progress, { late: true, stuckSince: stuckSince ?? progress.now });
}

function waitingOn(progress: Progress, { generation }: Pending): Progress {
  const pending = progress.state.pending.map((one) =>
    one.generation === generation ? { ...one, dueAt: undefined } : one,
  );
  return changed(progress, { pending });
}
