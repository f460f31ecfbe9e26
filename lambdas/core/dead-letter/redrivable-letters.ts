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

/** Judges letters before they are sent. */
export interface LetterRules {
  readonly selects: (letter: DeadLetter) => boolean;
  /** Why the consumer could not read a body; undefined when it can. */
  readonly faultOf: (body: string) => Promise<string | undefined>;
}

/**
 * Takes letters from the head of a line as long as they are selected and readable: the first that is not holds back
 * those behind it.
 */
export async function redrivableLetters(
  letters: readonly DeadLetter[],
  { selects, faultOf }: LetterRules,
): Promise<RedrivableLetters> {
  const sendable: DeadLetter[] = [];
  for (const [place, letter] of letters.entries()) {
    const behind = letters.slice(place + 1).filter(selects);
    if (!selects(letter)) {
      return { sendable, failed: [], heldBack: behind.map((later) => left(later, `behind ${letter.id}`)) };
    }
    const fault = await faultOf(letter.body);
    if (fault !== undefined) {
      const heldBack = behind.map((later) => left(later, `behind ${letter.id}`));
      return { sendable, failed: [left(letter, fault)], heldBack };
    }
    sendable.push(letter);
  }
  return { sendable, failed: [], heldBack: [] };
}

function left({ key, id }: DeadLetter, reason: string): LetterLeft {
  return { key, id, reason };
}
