import type { DataOf, Draft, EventType } from '../../contracts/events/event-type.ts';
import type { SagaDefinition, SagaFailure } from './saga-definition.ts';
import type {
  Approval,
  ApprovalOptions,
  PivotOptions,
  ReceiveOptions,
  RetriableOptions,
  StepOptions,
  TimerOptions,
  TimerResult,
} from './saga-options.ts';

/** The results so far and one more. */
type With<Results, Name extends string, Result> = Results & { readonly [Key in Name]: Result };

/** The results so far and those of steps that run side by side. */
type WithAll<Results, Oks> = Results & { readonly [Name in keyof Oks]: DataOf<Oks[Name]> };

/** A message type for every branch of a parallel group. */
type Replies = Readonly<Record<string, EventType>>;

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
  /** A command that can be refused and taken back. */
  step<const Name extends string, Ok extends EventType>(
    name: Name,
    options: StepOptions<Input, Results, Ok>,
  ): SagaBuilder<Input, With<Results, Name, DataOf<Ok>>>;
  /** Commands side by side, by name; none of them sees the result of another. */
  parallel<Oks extends Replies>(branches: {
    readonly [Name in keyof Oks]: StepOptions<Input, Results, Oks[Name]>;
  }): SagaBuilder<Input, WithAll<Results, Oks>>;
  /** Waits for a message that nobody was asked for. */
  receive<const Name extends string, Message extends EventType>(
    name: Name,
    options: ReceiveOptions<Message>,
  ): SagaBuilder<Input, With<Results, Name, DataOf<Message>>>;
  /** Waits for the decision of a person. */
  approval<const Name extends string>(
    name: Name,
    options: ApprovalOptions<Input, Results>,
  ): SagaBuilder<Input, With<Results, Name, Approval>>;
  /** Waits. */
  timer<const Name extends string>(
    name: Name,
    options: TimerOptions<Input, Results>,
  ): SagaBuilder<Input, With<Results, Name, TimerResult>>;
  /** The command from which there is no way back. */
  pivot<const Name extends string, Ok extends EventType>(
    name: Name,
    options: PivotOptions<Input, Results, Ok>,
  ): RetriableSteps<Input, With<Results, Name, DataOf<Ok>>>;
}

/** A saga under construction behind its pivot: what follows can only succeed. */
export interface RetriableSteps<Input, Results> extends Ending<Input, Results> {
  step<const Name extends string, Ok extends EventType>(
    name: Name,
    options: RetriableOptions<Input, Results, Ok>,
  ): RetriableSteps<Input, With<Results, Name, DataOf<Ok>>>;
  parallel<Oks extends Replies>(branches: {
    readonly [Name in keyof Oks]: RetriableOptions<Input, Results, Oks[Name]>;
  }): RetriableSteps<Input, WithAll<Results, Oks>>;
  receive<const Name extends string, Message extends EventType>(
    name: Name,
    options: ReceiveOptions<Message>,
  ): RetriableSteps<Input, With<Results, Name, DataOf<Message>>>;
  timer<const Name extends string>(
    name: Name,
    options: TimerOptions<Input, Results>,
  ): RetriableSteps<Input, With<Results, Name, TimerResult>>;
}
