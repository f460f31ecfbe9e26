import type { Fold } from './decider.ts';
import { type Tip, emptyTip } from './tip.ts';

/** A stream as it was when it was read; hand it back to append after it. */
export interface Loaded<State> {
  readonly stream: string;
  readonly state: State;
  readonly tip: Tip;
  /** Pseudonyms of the persons whose sealed data the state may hold. @default nobody's */
  readonly persons?: readonly string[];
}

/** A stream that is not known to exist, for an append that expects it not to. */
export function emptyStream<State>(fold: Fold<State>, stream: string): Loaded<State> {
  return { stream, state: fold.initial, tip: emptyTip };
}
