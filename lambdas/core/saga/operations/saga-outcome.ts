import type { SagaStatus } from '../saga-state.ts';

/** Where a saga stands, without anything that it was told. */
export interface SagaStanding {
  readonly status: SagaStatus;
  /** Grows with every change. */
  readonly version: number;
  /** Which run of the saga this is; more than 1 after a fork. */
  readonly run: number;
  /** What is awaited, in words: `charge`, `undo of reserve`. */
  readonly pending: readonly string[];
}

/** A message that an order sends. */
export interface OrderedMessage {
  readonly type: string;
  /** Undefined where it is only planned. */
  readonly id: string | undefined;
}

/** What an order comes to: carried out, or only looked at. */
export interface SagaEffect {
  readonly before: SagaStanding;
  readonly after: SagaStanding;
  readonly sends: readonly OrderedMessage[];
}

/** What becomes of an order. */
export type SagaOutcome =
  | ({ readonly kind: 'done' | 'planned' } & SagaEffect)
  /** The saga is in no state for it; nothing was changed. */
  | { readonly kind: 'refused'; readonly reason: string; readonly now: SagaStanding }
  /** The saga moved on since it was looked at; nothing was changed. */
  | { readonly kind: 'moved-on'; readonly before: SagaStanding; readonly now: SagaStanding | undefined }
  | { readonly kind: 'unknown' };
