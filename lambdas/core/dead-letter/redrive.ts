import type { DeadLetter } from './dead-letter.ts';

/** What an operator asks for. */
export interface RedriveRequest {
  /** Which letters; the order of a key holds, so one that stands behind a letter left out stays where it is. */
  readonly selects: (letter: DeadLetter) => boolean;
  /** Who asks. */
  readonly by: string;
  /** Ends the redrive after what is under way; it can be begun again at any time. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: RedriveProgress) => void;
}

/** How far a redrive has come, in letters. */
export interface RedriveProgress {
  /** Copies sent, those of an earlier round included. */
  readonly sent: number;
  /** Letters that have left their lines. */
  readonly done: number;
}

/** Why a selected letter is still where it was. */
export interface LetterLeft {
  readonly key: string;
  readonly id: string;
  readonly reason: string;
}

/** What became of a redrive. */
export interface RedriveResult extends RedriveProgress {
  /** Letters that their consumer would not or did not handle. */
  readonly failed: readonly LetterLeft[];
  /** Letters behind one that was not selected, or that failed. */
  readonly heldBack: readonly LetterLeft[];
  /** Letters that were sent and whose consumer has not said anything yet. */
  readonly waiting: readonly LetterLeft[];
}
