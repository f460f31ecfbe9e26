import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import type { DeadLetterLines } from '../../lambdas/core/dead-letter/dead-letter-lines.ts';

/** Lines read at the same time. */
const atOnce = 10;

/** Every letter of a place: the line that began first before the others, each in order. */
export async function lettersOf(lines: Pick<DeadLetterLines, 'lines' | 'letters'>): Promise<readonly DeadLetter[]> {
  const found = [...(await lines.lines())].sort((one, other) => one.since - other.since);
  const letters: DeadLetter[] = [];
  for (let from = 0; from < found.length; from += atOnce) {
    const some = found.slice(from, from + atOnce).map(({ key }) => lines.letters(key));
    letters.push(...(await Promise.all(some)).flat());
  }
  return letters;
}

/** The letter with an id; undefined when there is none. One that has no order is a line of its own, so it is found at once. */
export async function letterNamed(lines: DeadLetterLines, id: string): Promise<DeadLetter | undefined> {
  const own = (await lines.letters(id)).find((letter) => letter.id === id);
  return own ?? (await lettersOf(lines)).find((letter) => letter.id === id);
}
