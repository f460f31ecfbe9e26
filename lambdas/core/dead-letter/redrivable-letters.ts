import type { DeadLetter } from './dead-letter.ts';
import type { LetterLeft } from './redrive.ts';

/** The letters of one line by what can be done with them. */
export interface RedrivableLetters {
  /** Those that may be sent now, in order. */
  readonly sendable: readonly DeadLetter[];
  /** The one at which the line ends because its consumer would not take it. */
  readonly failed: readonly LetterLeft[];
  readonly heldBack: readonly LetterLeft[];
}

/** Most letters of a line that are sent in one round: the record of the round names them all, and is one item. */
export const lettersInARound = 1000;

/** Judges letters before they are sent. */
export interface LetterRules {
  readonly selects: (letter: DeadLetter) => boolean;
  /** Why the consumer could not read a body; undefined when it can. */
  readonly faultOf: (body: string) => Promise<string | undefined>;
}

/**
 * Takes letters from the head of a line as long as they are selected and readable, at most {@link lettersInARound}: the
 * first that is not holds back those behind it.
 */
export async function redrivableLetters(
  letters: readonly DeadLetter[],
  { selects, faultOf }: LetterRules,
): Promise<RedrivableLetters> {
  const sendable: DeadLetter[] = [];
  const behind = (head: DeadLetter): readonly LetterLeft[] =>
    letters
      .slice(sendable.length + 1)
      .filter(selects)
      .map((later) => left(later, `behind ${head.id}`));
  for (const letter of letters.slice(0, lettersInARound)) {
    if (!selects(letter)) {
      return { sendable, failed: [], heldBack: behind(letter) };
    }
    const fault = await faultOf(letter.body);
    if (fault !== undefined) {
      return { sendable, failed: [left(letter, fault)], heldBack: behind(letter) };
    }
    sendable.push(letter);
  }
  return { sendable, failed: [], heldBack: [] };
}

function left({ key, id }: DeadLetter, reason: string): LetterLeft {
  return { key, id, reason };
}
