import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { EventType } from '../../../contracts/events/event-type.ts';
import { resumeCompensation } from '../give-up-saga.ts';
import { stepOf } from '../progress.ts';
import type { SagaStep } from '../saga-definition.ts';
import type { SagaIgnored, SagaTransition } from '../saga-move.ts';
import type { Approval } from '../saga-options.ts';
import { settlePending } from '../steer-saga.ts';
import { nextUndo } from '../undo-steps.ts';
import type { OrderTurn } from './order-turn.ts';
import { pendingMeant } from './pending-meant.ts';
import type { SagaOrder } from './saga-order.ts';

/** Which step, and what it is to be taken as answered. */
type Skip = Extract<SagaOrder, { readonly kind: 'skip' }>;

/**
 * Goes on as if the pending step had been answered with a result, which must match what it awaits; as if the decision had
 * been made or the wait were over; or as if the pending undo, or the one that failed, had been done.
 */
export function skipPending(turn: OrderTurn, { step: name, result }: Skip): SagaTransition {
  if (turn.state.status === 'compensation_failed') {
    return skipFailedUndo(turn, name);
  }
  const pending = pendingMeant(turn.state, name);
  if ('kind' in pending) {
    return pending;
  }
  if (pending.direction === 'undo') {
    return settlePending(turn, pending, undefined);
  }
  const step = stepOf(turn.definition, pending.step);
  if (step === undefined) {
    return { kind: 'ignored', reason: `definition must have the step "${pending.step}"` };
  }
  const given = resultFor(turn, step, result);
  return given.kind === 'ignored' ? given : settlePending(turn, pending, given.result);
}

/** The undo at which the compensation failed was done by hand: it goes on behind that one. */
function skipFailedUndo(turn: OrderTurn, name: string | undefined): SagaTransition {
  const failed = nextUndo(turn);
  if (failed === undefined || (name !== undefined && name !== failed.name)) {
    const left = failed === undefined ? 'none' : `"${failed.name}"`;
    return { kind: 'ignored', reason: `the step must be the one that is to be undone next: ${left}` };
  }
  const undone = [...turn.state.undone, failed.name];
  return resumeCompensation({ ...turn, state: { ...turn.state, undone } });
}

type Given = { readonly kind: 'result'; readonly result: unknown };

function resultFor({ by, now, reason }: OrderTurn, step: SagaStep, result: unknown): Given | SagaIgnored {
  switch (step.kind) {
    case 'command':
      return parsed(step.ok, step.name, result);
    case 'receive':
      return parsed(step.message, step.name, result);
    case 'approval': {
      const approval: Approval = { decision: 'approved', by, ...(reason === undefined ? {} : { reason }) };
      return { kind: 'result', result: approval };
    }
    case 'timer':
      return { kind: 'result', result: { at: now } };
  }
}

function parsed(type: EventType, step: string, result: unknown): Given | SagaIgnored {
  if (result === undefined) {
    return { kind: 'ignored', reason: `step "${step}" needs a result, the data of "${type.name}"` };
  }
  try {
    return { kind: 'result', result: type.parse(result, type.version) };
  } catch (cause) {
    if (cause instanceof PipelineError) {
      return { kind: 'ignored', reason: cause.message };
    }
    throw cause;
  }
}
