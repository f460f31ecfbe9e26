import { type Progress, awaiting, changed, sending, settled } from './progress.ts';
import type { ReceiveStep, SagaStep } from './saga-definition.ts';
import type { Pending } from './saga-state.ts';
import { askApproval, beginTimer, sendCommand } from './send-step.ts';
import { undoWhenQuiet } from './undo-steps.ts';
import type { Approval } from './saga-options.ts';

/** A pending step is done: its result is kept, and whatever waited for it goes on. */
export function stepDone(progress: Progress, pending: Pending, result: unknown): Progress {
  const done = withResult(settled(progress, pending), pending.step, result);
  return done.state.failure === undefined ? runWhenQuiet(done) : undoWhenQuiet(done);
}

/** Goes on with the next stage once nothing is awaited any more. */
export function runWhenQuiet(progress: Progress): Progress {
  let next = progress;
  while (next.state.pending.length === 0) {
    const { definition, state } = next;
    const stage = definition.stages.find((steps) => steps.some(({ name }) => !Object.hasOwn(state.results, name)));
    if (stage === undefined) {
      return completed(next);
    }
    // What is done already was skipped by an operator, or stood when the saga was forked.
    const open = stage.filter(({ name }) => !Object.hasOwn(state.results, name));
    next = open.reduce(begun, next);
  }
  return next;
}

/** A step is begun, which is registered before anything of it can run. */
function begun(progress: Progress, step: SagaStep): Progress {
  const { input, state } = progress;
  const registered = changed(progress, { started: [...state.started, step.name] });
  switch (step.kind) {
    case 'command':
      return sendCommand(registered, step);
    case 'timer':
      return beginTimer(registered, step);
    case 'approval':
      return step.when(input, state.results)
        ? askApproval(registered, step)
        : withResult(registered, step.name, { decision: 'not needed' } satisfies Approval);
    case 'receive':
      return receiving(registered, step);
  }
}

function receiving(progress: Progress, { name, withinSeconds }: ReceiveStep): Progress {
  const { now, state } = progress;
  const { early = {} } = state;
  return Object.hasOwn(early, name)
    ? withResult(progress, name, early[name])
    : awaiting(progress, { step: name, direction: 'run', dueAt: now + withinSeconds * 1000 });
}

function withResult(progress: Progress, name: string, result: unknown): Progress {
  return changed(progress, { results: { ...progress.state.results, [name]: result } });
}

function completed(progress: Progress): Progress {
  const { definition, input, state } = progress;
  const draft = definition.completes(input, state.results);
  const ended = { status: 'completed', deadlineAt: undefined, late: undefined, stuckSince: undefined } as const;
  return sending(changed(progress, ended), { kind: 'message', draft });
}
