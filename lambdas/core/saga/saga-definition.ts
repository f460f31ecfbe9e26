import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { SagaState } from './saga-state.ts';

/** Why a saga is being undone. */
export interface SagaFailure {
  readonly step: string;
  readonly reason: string;
}

/** What the steps so far were answered, by step name; a step is done exactly when it has a result. */
export type StepResults = Readonly<Record<string, unknown>>;

/** How a step is taken back; must be safe when the step never ran. */
export interface Undo<Input = unknown, Results = StepResults> {
  /** The command that takes it back; `own` is the step's own result, undefined when it is not known to have run. */
  send(input: Input, own: unknown, results: Results): Draft;
  /** The reply that it is taken back. */
  readonly done: EventType;
  /** The reply that it cannot be, for now. */
  readonly failed: EventType | undefined;
  /** How often it is tried before the saga ends `compensation_failed`, 1 or more. */
  readonly attempts: number;
  /** How long a reply is awaited. */
  readonly timeoutSeconds: number;
}

/** A command and the replies that settle it. */
export interface CommandStep<Input = unknown, Results = StepResults> {
  readonly kind: 'command';
  readonly name: string;
  send(input: Input, results: Results): Draft;
  readonly ok: EventType;
  /** The reply that nothing was done and nothing will be. */
  readonly refused: EventType | undefined;
  readonly undo: Undo<Input, Results> | undefined;
  /** How long a reply is awaited before the command is sent again. */
  readonly timeoutSeconds: number;
  /** How often it is sent before the step counts as failed, 1 or more; from the pivot on there is no end. */
  readonly attempts: number;
}

/** A message that nobody was asked for; its subject is the saga's key. */
export interface ReceiveStep {
  readonly kind: 'receive';
  readonly name: string;
  readonly message: EventType;
  readonly withinSeconds: number;
}

/** What an approval gives those who ask for it. */
export interface ApprovalToken {
  /** Gives whoever has it the right to decide, once, until it expires. */
  readonly token: string;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A decision of a person. */
export interface ApprovalStep<Input = unknown, Results = StepResults> {
  readonly kind: 'approval';
  readonly name: string;
  /** The message that asks for the decision. */
  asks(input: Input, results: Results, token: ApprovalToken): Draft;
  readonly withinSeconds: number;
  /** Whether a decision is needed at all. */
  when(input: Input, results: Results): boolean;
}

/** A wait. */
export interface TimerStep<Input = unknown, Results = StepResults> {
  readonly kind: 'timer';
  readonly name: string;
  waitsSeconds(input: Input, results: Results): number;
}

/** One step of a saga. */
export type SagaStep<Input = unknown, Results = StepResults> =
  CommandStep<Input, Results> | ReceiveStep | ApprovalStep<Input, Results> | TimerStep<Input, Results>;

/** Turns the state of a saga that an older version began into one of the newest version; must be pure. */
export type Migration = (state: SagaState) => SagaState;

/** A whole saga as data; steps are known by name and definition version, never by index. */
export interface SagaDefinition<Input = unknown, Results = StepResults> {
  readonly name: string;
  readonly version: number;
  readonly startedBy: EventType<string, Input>;
  /** The message that cancels it as long as its pivot was not begun. */
  readonly cancelledBy: EventType | undefined;
  /** When it must be done, counted from its start. */
  readonly deadlineSeconds: number;
  /** One after another; the steps of one stage side by side. */
  readonly stages: readonly (readonly SagaStep<Input, Results>[])[];
  /** The step from which there is no way back. */
  readonly pivot: string | undefined;
  completes(input: Input, results: Results): Draft;
  fails(input: Input, failure: SagaFailure, results: Partial<Results>): Draft;
  /** By the older version that they begin with. */
  readonly migrates: Readonly<Record<number, Migration>>;
}

/** The steps of a saga in the order in which they are begun. */
export function stepsOf({ stages }: Pick<SagaDefinition, 'stages'>): readonly SagaStep[] {
  return stages.flat();
}
