import type { Duration } from '../contracts/duration.ts';
import type { Draft, EventType } from '../contracts/events/event-type.ts';
import type { SagaDefinition } from '../core/saga/saga-definition.ts';
import type { SagaState, SagaStatus } from '../core/saga/saga-state.ts';

/** Who decides what about a step of a story. */
export interface StoryDecision {
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly reason?: string;
}

/** One thing that happens in a story. */
export type StoryEvent =
  | { readonly kind: 'message'; readonly draft: Draft }
  | { readonly kind: 'stranger'; readonly draft: Draft }
  | { readonly kind: 'decision'; readonly step: string; readonly decided: StoryDecision }
  | { readonly kind: 'time'; readonly milliseconds: number };

/** A story from its beginning to its end, as it can be told again. */
export interface ToldStory {
  readonly definition: SagaDefinition;
  readonly start: Draft;
  readonly events: readonly StoryEvent[];
  /** Everything that the saga sent, in order. */
  readonly sent: readonly Draft[];
  /** As the saga ended. */
  readonly state: SagaState;
}

/** What a story expects to be sent: of some type, or with exactly some data. */
export type Expected = EventType | Draft;

/** Where a story begins. */
export interface StoryBeginning {
  /** The message that starts the saga arrives. */
  given(start: Draft): SagaStory;
}

/** The story of one saga; whatever is not as told throws an AssertionError that says so. */
export interface SagaStory {
  /** What happened last made the saga send exactly these, in this order; nothing: that it sent nothing. */
  expects(...messages: readonly Expected[]): SagaStory;
  /** Messages arrive, each as the reply to the newest command that awaits one of its type, or as nobody's reply. */
  when(...messages: readonly Draft[]): SagaStory;
  /** Somebody decides what a step asked. */
  decides(step: string, decided: StoryDecision): SagaStory;
  /** Time passes, and timers run out, each at its time. */
  after(duration: Duration): SagaStory;
  /** A message arrives that answers none of the pending commands: nothing changes, for a reason. */
  ignores(message: Draft, reason: RegExp): SagaStory;
  /** The saga has this status, and goes on. */
  is(status: SagaStatus): SagaStory;
  /** The saga has ended, and what happened last made it send exactly these. */
  ends(status: SagaStatus, ...messages: readonly Expected[]): ToldStory;
}
