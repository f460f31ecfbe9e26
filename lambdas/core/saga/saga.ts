import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { DataOf, Draft, EventType } from '../../contracts/events/event-type.ts';
import type { SagaDefinition, SagaFailure, SagaStep, Undo } from './saga-definition.ts';

/** What begins a saga, and which version of its definition this is. */
export interface SagaOptions<Input> {
  /** The message whose arrival starts one saga for its key. */
  readonly startedBy: EventType<string, Input>;
  /** Raise it whenever the steps change. @default 1 */
  readonly version?: number;
}

/** A step that can be refused and taken back. */
export interface StepOptions<Input, Results, Ok extends EventType> {
  readonly send: (input: Input, results: Results) => Draft;
  readonly ok: Ok;
  /** The reply that nothing was done; the steps before are then undone in reverse. @default the step cannot be refused */
  readonly refused?: EventType<string, { readonly reason: string }>;
  /** @default nothing is to be taken back */
  readonly undo?: {
    /** `own` is the step's result; undefined when the step is not known to have run. */
    readonly send: (input: Input, own: DataOf<Ok> | undefined, results: Results) => Draft;
    readonly done: EventType;
    readonly failed?: EventType;
  };
}

/** A step after which nothing is undone. */
export type PivotOptions<Input, Results, Ok extends EventType> = Omit<StepOptions<Input, Results, Ok>, 'undo'>;

/** A step behind the pivot: it can neither be refused nor taken back, only be repeated until it is done. */
export type RetriableOptions<Input, Results, Ok extends EventType> = Omit<
  StepOptions<Input, Results, Ok>,
  'undo' | 'refused'
>;

type With<Results, Name extends string, Ok> = Results & { readonly [Key in Name]: DataOf<Ok> };

/** How a saga ends. */
export interface Ending<Input, Results> {
  /** The command or event sent when every step is done. */
  completes(send: (input: Input, results: Results) => Draft): {
    /** The command or event sent when everything that was done is undone. */
    fails(send: (input: Input, failure: SagaFailure, results: Partial<Results>) => Draft): SagaDefinition;
  };
}

/** A saga under construction; the type of `results` grows with every step. */
export interface SagaBuilder<Input, Results> extends Ending<Input, Results> {
  step<const Name extends string, Ok extends EventType>(
    name: Name,
    options: StepOptions<Input, Results, Ok>,
  ): SagaBuilder<Input, With<Results, Name, Ok>>;
  pivot<const Name extends string, Ok extends EventType>(
    name: Name,
    options: PivotOptions<Input, Results, Ok>,
  ): RetriableSteps<Input, With<Results, Name, Ok>>;
}

/** A saga under construction behind its pivot. */
export interface RetriableSteps<Input, Results> extends Ending<Input, Results> {
  step<const Name extends string, Ok extends EventType>(
    name: Name,
    options: RetriableOptions<Input, Results, Ok>,
  ): RetriableSteps<Input, With<Results, Name, Ok>>;
}

/**
 * Begins the definition of a saga: steps forward, undo in reverse.
 *
 * @throws PipelineError `definition-invalid` for two steps of one name.
 */
export function saga<Input>(name: string, options: SagaOptions<Input>): SagaBuilder<Input, object> {
  return builder({ name, version: options.version ?? 1, startedBy: options.startedBy, steps: [] });
}

type Draftsman<Input> = Pick<SagaDefinition<Input>, 'name' | 'version' | 'startedBy' | 'steps'>;

interface AnyStep {
  readonly send: SagaStep['send'];
  readonly ok: EventType;
  readonly refused?: EventType;
  readonly undo?: Undo<unknown, Readonly<Record<string, unknown>>>;
}

function builder(draft: Draftsman<unknown>): SagaBuilder<never, never> {
  const next = (name: string, options: AnyStep): SagaBuilder<never, never> => builder(added(draft, name, options));
  return {
    step: next,
    // What a pivot changes is which steps may follow, and that is in the types alone.
    pivot: next,
    completes: (completes) => ({ fails: (fails) => ({ ...draft, completes, fails }) }),
  };
}

function added(draft: Draftsman<unknown>, name: string, options: AnyStep): Draftsman<unknown> {
  if (draft.steps.some((step) => step.name === name)) {
    throw new PipelineError(`steps of saga "${draft.name}" must have different names, got "${name}" twice`, {
      code: 'definition-invalid',
    });
  }
  const { send, ok, refused, undo } = options;
  return { ...draft, steps: [...draft.steps, { name, send, ok, refused, undo }] };
}
