import { type Progress, moveOf, progressOf, settled, stepOf } from './progress.ts';
import { runWhenQuiet, stepDone } from './run-stage.ts';
import { stepsOf } from './saga-definition.ts';
import type { SagaIgnored, SagaTransition, SagaTurn } from './saga-move.ts';
import { type Pending, type SagaState, isEnded } from './saga-state.ts';
import { askApproval, sendCommand, sendUndo } from './send-step.ts';
import { undoDone } from './undo-steps.ts';

/**
 * Sends what is pending again now, counting its attempts from 1: a command or undo with another id, a request for a
 * decision with another token. Replies to the earlier commands still count.
 *
 * Ignored where nothing was sent: a message or a timer is only waited for.
 */
export function resendPending(turn: SagaTurn, pending: Pending): SagaTransition {
  const step = stepOf(turn.definition, pending.step);
  const { commandIds } = pending;
  const rest = settled(progressOf(turn), pending);
  switch (step?.kind) {
    case 'command':
      return moveOf(
        pending.direction === 'undo' ? sendUndo(rest, step, { commandIds }) : sendCommand(rest, step, { commandIds }),
      );
    case 'approval':
      return moveOf(askApproval(rest, step));
    case 'receive':
    case 'timer':
    case undefined:
      return ignored(`step "${pending.step}" has sent nothing`);
  }
}

/** Goes on as if what is pending had been answered: a step with this result, an undo as done (`result` is not used). */
export function settlePending(turn: SagaTurn, pending: Pending, result: unknown): SagaTransition {
  const progress = progressOf(turn);
  return moveOf(pending.direction === 'undo' ? undoDone(progress, pending) : stepDone(progress, pending, result));
}

/**
 * Runs an ended saga again from a step (with the whole stage of that step): results of the stages before stand, and
 * messages that an earlier run has used must come again.
 *
 * Ignored while it runs, when there is no such step, and when a step before it is not done or was undone.
 */
export function forkSaga(turn: SagaTurn, from: string): SagaTransition {
  const { definition, state, now } = turn;
  const stage = definition.stages.findIndex((steps) => steps.some(({ name }) => name === from));
  const kept = stepsOf({ stages: definition.stages.slice(0, stage) }).map(({ name }) => name);
  const open = kept.find((name) => !Object.hasOwn(state.results, name) || state.undone.includes(name));
  if (!isEnded(state)) {
    return ignored(`saga must have ended, is ${state.status}`);
  }
  if (stage === -1) {
    return ignored(`definition has no step "${from}"`);
  }
  if (open !== undefined) {
    return ignored(`step "${open}" is not done, so the saga must be run from there`);
  }
  const forked: SagaState = {
    status: 'running',
    pending: [],
    generation: state.generation,
    started: kept,
    refused: [],
    undone: [],
    results: Object.fromEntries(kept.map((name) => [name, state.results[name]])),
    early: unusedEarly(state),
    deadlineAt: now + definition.deadlineSeconds * 1000,
    run: state.run + 1,
  };
  const begun: Progress = progressOf({ ...turn, state: forked });
  return moveOf(runWhenQuiet(begun));
}

/** What came early and was used belongs to the run that used it, as does what came in time. */
function unusedEarly({ early = {}, results }: SagaState): SagaState['early'] {
  const unused = Object.entries(early).filter(([name]) => !Object.hasOwn(results, name));
  return unused.length === 0 ? undefined : Object.fromEntries(unused);
}

function ignored(reason: string): SagaIgnored {
  return { kind: 'ignored', reason };
}
