import { type Duration, durationSeconds } from '../../contracts/duration.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import { defaultAttempts, defaultStepTimeout, defaultUndoAttempts } from './saga-defaults.ts';
import type {
  ApprovalStep,
  CommandStep,
  ReceiveStep,
  SagaDefinition,
  StepResults,
  TimerStep,
  Undo,
} from './saga-definition.ts';
import type { ApprovalOptions, ReceiveOptions, RetryOptions, TimerOptions } from './saga-options.ts';

/** The options of a command, whatever kind of step it is. */
export interface AnyCommand {
  readonly send: CommandStep['send'];
  readonly ok: EventType;
  readonly refused?: EventType;
  readonly undo?: AnyUndo;
  readonly timeout?: Duration;
  readonly retry?: RetryOptions;
}

interface AnyUndo {
  readonly send: Undo['send'];
  readonly done: EventType;
  readonly failed?: EventType;
  readonly retry?: RetryOptions;
  readonly timeout?: Duration;
}

/** A command step with its defaults. */
export function commandStep(name: string, options: AnyCommand): CommandStep {
  const { send, ok, refused, undo, timeout = defaultStepTimeout, retry } = options;
  return {
    kind: 'command',
    ...{ name, send, ok, refused },
    undo: undo === undefined ? undefined : undoOf(undo),
    timeoutSeconds: durationSeconds(timeout),
    attempts: retry?.attempts ?? defaultAttempts,
  };
}

function undoOf({ send, done, failed, retry, timeout = defaultStepTimeout }: AnyUndo): Undo {
  const attempts = retry?.attempts ?? defaultUndoAttempts;
  return { send, done, failed, attempts, timeoutSeconds: durationSeconds(timeout) };
}

/** A step that waits for a message, at most until the deadline of its saga. */
export function receiveStep(
  name: string,
  { message, within }: ReceiveOptions<EventType>,
  { deadlineSeconds }: Pick<SagaDefinition, 'deadlineSeconds'>,
): ReceiveStep {
  const withinSeconds = within === undefined ? deadlineSeconds : durationSeconds(within);
  return { kind: 'receive', name, message, withinSeconds };
}

/** A step that waits for a decision. */
export function approvalStep(
  name: string,
  { asks, within, when = always }: ApprovalOptions<unknown, StepResults>,
): ApprovalStep {
  return { kind: 'approval', name, asks, withinSeconds: durationSeconds(within), when };
}

/** A step that waits. */
export function timerStep(name: string, { waits }: TimerOptions<unknown, StepResults>): TimerStep {
  return { kind: 'timer', name, waitsSeconds: (input, results) => durationSeconds(waits(input, results)) };
}

function always(): boolean {
  return true;
}
