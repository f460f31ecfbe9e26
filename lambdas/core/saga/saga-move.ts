import type { Draft } from '../../contracts/events/event-type.ts';
import type { ApprovalToken, SagaDefinition } from './saga-definition.ts';
import type { HistoryEntry } from './saga-history.ts';
import type { SagaState } from './saga-state.ts';

/** Something that a saga sends when it moves. */
export type SagaSend =
  /** A message to which no reply is awaited. */
  | { readonly kind: 'message'; readonly draft: Draft }
  /** A command of the pending step of that generation, which gets its id. */
  | { readonly kind: 'command'; readonly draft: Draft; readonly generation: number }
  /** A request for a decision, whose token is made when it is written. */
  | {
      readonly kind: 'approval';
      readonly step: string;
      readonly generation: number;
      /** In milliseconds since the epoch. */
      readonly expiresAt: number;
      draftOf(token: ApprovalToken): Draft;
    }
  /** A timer that should be kept by whoever keeps time best; it runs out without that too. */
  | { readonly kind: 'timer'; readonly step: string; readonly generation: number; readonly dueAt: number };

/** A saga moves on. */
export interface SagaMove {
  readonly kind: 'moved';
  readonly state: SagaState;
  /** What moved it; appended to its history. */
  readonly history: readonly HistoryEntry[];
  readonly sends: readonly SagaSend[];
}

/** Nothing changes, for a reason. */
export interface SagaIgnored {
  readonly kind: 'ignored';
  readonly reason: string;
}

/** What a message does to a saga. */
export type SagaTransition = SagaMove | SagaIgnored;

/** A saga as it stands, to be moved. */
export interface SagaTurn {
  readonly definition: SagaDefinition;
  /** The saga's key: the subject of its messages. */
  readonly key: string;
  readonly input: unknown;
  readonly state: SagaState;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
