import type { Draft, EventType } from '../../contracts/events/event-type.ts';

/** Why a saga is being undone. */
export interface SagaFailure {
  readonly step: string;
  readonly reason: string;
}

/** What the steps so far were answered, by step name. */
export type StepResults = Readonly<Record<string, unknown>>;

/** How a step is taken back; must be safe when the step never ran. */
export interface Undo<Input, Results> {
  /** The command that takes it back; `own` is the step's own result, undefined when it is not known to have run. */
  send(input: Input, own: unknown, results: Results): Draft;
  /** The reply that it is taken back. */
  readonly done: EventType;
  /** The reply that it cannot be; the saga then ends `compensation_failed`. @default none */
  readonly failed?: EventType;
}

/** One command and the replies that settle it. */
export interface SagaStep<Input = unknown, Results = StepResults> {
  readonly name: string;
  send(input: Input, results: Results): Draft;
  readonly ok: EventType;
  readonly refused: EventType | undefined;
  readonly undo: Undo<Input, Results> | undefined;
}

/** A whole saga as data; steps are known by name and definition version, never by index. */
export interface SagaDefinition<Input = unknown, Results = StepResults> {
  readonly name: string;
  readonly version: number;
  readonly startedBy: EventType<string, Input>;
  readonly steps: readonly SagaStep<Input, Results>[];
  completes(input: Input, results: Results): Draft;
  fails(input: Input, failure: SagaFailure, results: Partial<Results>): Draft;
}
