import type { ApprovalStep, CommandStep, TimerStep } from './saga-definition.ts';
import { type Awaited, type Progress, awaiting, isPastPivot, sending } from './progress.ts';
import { longestWaitSeconds } from './saga-defaults.ts';
import { doublingBound } from '../retry/doubling-bound.ts';

/** Sends the command of a step, or sends it again, and awaits the reply. */
export function sendCommand(progress: Progress, step: CommandStep, again: Partial<Awaited> = {}): Progress {
  const { input, now, state } = progress;
  const seconds = isPastPivot(progress) ? growing(step.timeoutSeconds, again.attempt ?? 1) : step.timeoutSeconds;
  const dueAt = now + seconds * 1000;
  const next = awaiting(progress, { ...again, step: step.name, direction: 'run', dueAt });
  const draft = step.send(input, state.results);
  return sending(next, { kind: 'command', draft, generation: next.state.generation });
}

/** Sends the command that takes a step back, or sends it again, and awaits the reply. */
export function sendUndo(progress: Progress, step: CommandStep, again: Partial<Awaited> = {}): Progress {
  const { input, now, state } = progress;
  const { undo, name } = step;
  if (undo === undefined) {
    return progress;
  }
  const dueAt = now + undo.timeoutSeconds * 1000;
  const next = awaiting(progress, { ...again, step: name, direction: 'undo', dueAt });
  const draft = undo.send(input, state.results[name], state.results);
  return sending(next, { kind: 'command', draft, generation: next.state.generation });
}

/** Asks for a decision and awaits it. */
export function askApproval(progress: Progress, step: ApprovalStep): Progress {
  const { input, now, state } = progress;
  const { name, withinSeconds } = step;
  const expiresAt = now + withinSeconds * 1000;
  const next = awaiting(progress, { step: name, direction: 'run', dueAt: expiresAt });
  const { generation } = next.state;
  const asked = sending(next, {
    kind: 'approval',
    ...{ step: name, generation, expiresAt },
    draftOf: (token) => step.asks(input, state.results, token),
  });
  return sending(asked, { kind: 'timer', step: name, generation, dueAt: expiresAt });
}

/** Begins a wait. */
export function beginTimer(progress: Progress, step: TimerStep): Progress {
  const { input, now, state } = progress;
  const dueAt = now + step.waitsSeconds(input, state.results) * 1000;
  const next = awaiting(progress, { step: step.name, direction: 'run', dueAt });
  return sending(next, { kind: 'timer', step: step.name, generation: next.state.generation, dueAt });
}

/** Without an end of attempts, waits grow; a timeout that is longer than they may grow stays as it is. */
function growing(timeoutSeconds: number, attempt: number): number {
  const longest = Math.max(timeoutSeconds, longestWaitSeconds);
  return doublingBound({ first: timeoutSeconds, longest }, attempt);
}
