import type { Duration } from '../../contracts/duration.ts';
import type { DataOf, Draft, EventType } from '../../contracts/events/event-type.ts';
import type { ApprovalToken, Migration } from './saga-definition.ts';

/** What begins a saga and what ends it early, and which version of its definition this is. */
export interface SagaOptions<Input> {
  /** The message whose arrival starts one saga for its key. */
  readonly startedBy: EventType<string, Input>;
  /** Raise it whenever the steps change, and keep the older definition until its last saga has ended. @default 1 */
  readonly version?: number;
  /** When it must be done; before the pivot it is then given up, behind it reported as late. @default defaultDeadline */
  readonly deadline?: Duration;
  /** The message that has the saga given up and undone, until its pivot is begun. @default it cannot be cancelled */
  readonly cancelledBy?: EventType;
  /**
   * How the state of a saga that an older version began becomes one of this version, for versions whose definition the
   * consumer is not given.
   *
   * @default a saga of a missing version is refused
   */
  readonly migrates?: Readonly<Record<number, Migration>>;
}

/** How often something is tried. */
export interface RetryOptions {
  /** 1 or more. */
  readonly attempts?: number;
}

/** How a step is taken back. */
export interface UndoOptions<Input, Results, Ok extends EventType> {
  /** `own` is the step's result; undefined when the step is not known to have run. */
  readonly send: (input: Input, own: DataOf<Ok> | undefined, results: Partial<Results>) => Draft;
  readonly done: EventType;
  /** The reply that it cannot be taken back now; it is then tried again after a while. @default none */
  readonly failed?: EventType;
  /** When they are used up the saga ends `compensation_failed`. @default defaultUndoAttempts */
  readonly retry?: RetryOptions;
  /** How long the reply is awaited. @default defaultStepTimeout */
  readonly timeout?: Duration;
}

/** A step that can be refused and taken back. */
export interface StepOptions<Input, Results, Ok extends EventType> {
  readonly send: (input: Input, results: Results) => Draft;
  readonly ok: Ok;
  /** The reply that nothing was done; the steps before are then undone in reverse. @default the step cannot be refused */
  readonly refused?: EventType<string, { readonly reason: string }>;
  /** @default nothing is to be taken back */
  readonly undo?: UndoOptions<Input, Results, Ok>;
  /** How long the reply is awaited before the command is sent again, with another id. @default defaultStepTimeout */
  readonly timeout?: Duration;
  /** How often the command is sent before the step has failed. @default defaultAttempts */
  readonly retry?: RetryOptions;
}

/** The step from which there is no way back: it may be refused, but it is never undone, and sent until it is answered. */
export type PivotOptions<Input, Results, Ok extends EventType> = Omit<
  StepOptions<Input, Results, Ok>,
  'undo' | 'retry'
>;

/** A step behind the pivot: it can neither be refused nor taken back, only be sent until it is done. */
export type RetriableOptions<Input, Results, Ok extends EventType> = Omit<PivotOptions<Input, Results, Ok>, 'refused'>;

/** A message that nobody was asked for. */
export interface ReceiveOptions<Message extends EventType> {
  /** Its key must be the saga's; it may come before its step is begun. */
  readonly message: Message;
  /** Without it by then the step has failed; behind the pivot the saga is late instead. @default the saga's deadline */
  readonly within?: Duration;
}

/** A decision of a person; `rejected`, or none in time, and the steps before are undone. */
export interface ApprovalOptions<Input, Results> {
  /** The message that asks for it. */
  readonly asks: (input: Input, results: Results, token: ApprovalToken) => Draft;
  readonly within: Duration;
  /** Whether a decision is needed. @default always */
  readonly when?: (input: Input, results: Results) => boolean;
}

/** A wait. */
export interface TimerOptions<Input, Results> {
  readonly waits: (input: Input, results: Results) => Duration;
}

/** What an approval step gives: who approved, or that nobody had to. */
export type Approval =
  | { readonly decision: 'approved'; readonly by: string; readonly reason?: string }
  | { readonly decision: 'not needed' };

/** What a timer step gives. */
export interface TimerResult {
  /** When it was noticed that the wait was over, in milliseconds since the epoch. */
  readonly at: number;
}
