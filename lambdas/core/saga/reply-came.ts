import type { Envelope } from '../../contracts/events/envelope.ts';
import { changed, isPastPivot, moveOf, progressOf, stepOf } from './progress.ts';
import { reasonOf } from './reason-of.ts';
import { stepDone } from './run-stage.ts';
import type { CommandStep } from './saga-definition.ts';
import type { SagaTransition, SagaTurn } from './saga-move.ts';
import type { Pending } from './saga-state.ts';
import { stepFailed, undoDone, undoRefused } from './undo-steps.ts';

/** What it does to a saga that a pending command was answered, by whichever of its attempts. */
export function replyCame(turn: SagaTurn, pending: Pending, message: Envelope): SagaTransition {
  const step = stepOf(turn.definition, pending.step);
  if (step?.kind !== 'command') {
    return { kind: 'ignored', reason: `definition has no command "${pending.step}"` };
  }
  return pending.direction === 'run'
    ? runAnswered(turn, { pending, step, message })
    : undoAnswered(turn, { pending, step, message });
}

interface Reply {
  readonly pending: Pending;
  readonly step: CommandStep;
  readonly message: Envelope;
}

function runAnswered(turn: SagaTurn, { pending, step, message }: Reply): SagaTransition {
  const progress = progressOf(turn);
  switch (message.type) {
    case step.ok.name:
      return moveOf(stepDone(progress, pending, message.data));
    case step.refused?.name:
      return runRefused(turn, { pending, step, message });
    default:
      return { kind: 'ignored', reason: `step "${step.name}" awaits no "${message.type}"` };
  }
}

/**
 * The newest attempt did nothing, and neither will an older one. Another attempt's refusal leaves open what becomes of
 * the newest: the step is undone like any whose outcome is not known, but for the pivot, which may still be done.
 */
function runRefused(turn: SagaTurn, { pending, step, message }: Reply): SagaTransition {
  const progress = progressOf(turn);
  const failure = { step: step.name, reason: reasonOf(message.data) ?? 'refused' };
  if (isNewest(pending, message)) {
    const refused = changed(progress, { refused: [...turn.state.refused, step.name] });
    return moveOf(stepFailed(refused, pending, failure));
  }
  return isPastPivot(turn)
    ? { kind: 'ignored', reason: `step "${step.name}" was sent again since it was refused` }
    : moveOf(stepFailed(progress, pending, failure));
}

function isNewest({ commandIds }: Pending, { causationid }: Envelope): boolean {
  return commandIds.at(-1) === causationid;
}

function undoAnswered(turn: SagaTurn, { pending, step, message }: Reply): SagaTransition {
  const progress = progressOf(turn);
  switch (message.type) {
    case step.undo?.done.name:
      return moveOf(undoDone(progress, pending));
    case step.undo?.failed?.name:
      return isTriedAgain(pending, message)
        ? { kind: 'ignored', reason: `undo of step "${step.name}" is tried again already` }
        : moveOf(undoRefused(progress, pending, message.causationid ?? ''));
    default:
      return { kind: 'ignored', reason: `undo of step "${step.name}" awaits no "${message.type}"` };
  }
}

function isTriedAgain(pending: Pending, message: Envelope): boolean {
  return pending.paused === true || !isNewest(pending, message);
}
