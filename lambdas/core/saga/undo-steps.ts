import { doublingBound } from '../retry/doubling-bound.ts';
import { type Progress, awaiting, changed, sending, settled, stepOf } from './progress.ts';
import { firstUndoPauseSeconds, longestWaitSeconds } from './saga-defaults.ts';
import type { CommandStep, SagaFailure } from './saga-definition.ts';
import type { Pending, SagaState } from './saga-state.ts';
import { sendUndo } from './send-step.ts';

/**
 * A step has failed: everything that was begun is to be undone, once the replies of the commands that are in flight
 * beside it are there or overdue. What only waits is not waited for any more: it does nothing.
 */
export function stepFailed(progress: Progress, pending: Pending, failure: SagaFailure): Progress {
  const rest = settled(progress, pending);
  const { definition, state } = rest;
  const inFlight = state.pending.filter(({ step }) => stepOf(definition, step)?.kind === 'command');
  const failing: Partial<SagaState> = {
    status: 'compensating',
    pending: inFlight,
    // A pivot that is refused leads back, so that a saga which was late goes on without anybody's help.
    ...{ deadlineAt: undefined, late: undefined, stuckSince: undefined },
    failure: state.failure ?? failure,
    ends: state.ends ?? 'compensated',
  };
  return undoWhenQuiet(changed(rest, failing));
}

/**
 * Undoes the newest step that was begun, has an undo and is not undone yet, once nothing is awaited any more; none left
 * ends the saga.
 *
 * A step that refused did nothing, which is what its refusal says. One whose outcome is not known is undone.
 */
export function undoWhenQuiet(progress: Progress): Progress {
  const { state } = progress;
  if (state.pending.length > 0) {
    return progress;
  }
  const step = nextUndo(progress);
  return step === undefined ? undone(progress) : sendUndo(progress, step);
}

/** The step that is to be taken back next; undefined when none is left. */
export function nextUndo({ definition, state }: Pick<Progress, 'definition' | 'state'>): CommandStep | undefined {
  const { started, refused, undone: done } = state;
  const left = started.filter((name) => !refused.includes(name) && !done.includes(name));
  return left
    .reverse()
    .map((name) => stepOf(definition, name))
    .find((step): step is CommandStep => step?.kind === 'command' && step.undo !== undefined);
}

/** A step is taken back. */
export function undoDone(progress: Progress, pending: Pending): Progress {
  const rest = settled(progress, pending);
  return undoWhenQuiet(changed(rest, { undone: [...rest.state.undone, pending.step] }));
}

/** A step could not be taken back: tried again after a pause, which doubles each time, until the attempts are used up. */
export function undoRefused(progress: Progress, pending: Pending, commandId: string): Progress {
  const step = stepOf(progress.definition, pending.step);
  const attempts = step?.kind === 'command' ? (step.undo?.attempts ?? 1) : 1;
  const rest = settled(progress, pending);
  if (pending.attempt >= attempts) {
    return compensationFailed(rest);
  }
  const pause = doublingBound({ first: firstUndoPauseSeconds, longest: longestWaitSeconds }, pending.attempt);
  // The refusal counts once: what comes of that command again is a duplicate.
  const commandIds = pending.commandIds.filter((id) => id !== commandId);
  return awaiting(rest, { ...pending, commandIds, paused: true, dueAt: progress.now + pause * 1000 });
}

/** Nothing but an operator can help: what is left to undo is kept. */
export function compensationFailed(progress: Progress): Progress {
  return changed(progress, { status: 'compensation_failed', pending: [], stuckSince: progress.now });
}

function undone(progress: Progress): Progress {
  const { definition, input, state } = progress;
  const failure = state.failure ?? { step: '', reason: 'unknown' };
  const ended = changed(progress, { status: state.ends ?? 'compensated', pending: [] });
  return sending(ended, { kind: 'message', draft: definition.fails(input, failure, state.results) });
}
