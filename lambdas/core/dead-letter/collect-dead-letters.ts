import type { DeadLetterQueue, FoundDeadLetter } from '../ports/dead-letter-queue.ts';
import type { DeadLetterLines } from './dead-letter-lines.ts';

/** What collecting works with. */
export interface CollectDependencies {
  readonly from: DeadLetterQueue;
  readonly lines: Pick<DeadLetterLines, 'park'>;
}

/** How a collection goes on. */
export interface CollectRun {
  /** Ends it after the messages at hand. */
  readonly signal: AbortSignal;
  /** Called with the number of messages collected so far. */
  readonly onProgress?: (collected: number) => void;
}

/** Empty looks after which nothing more is expected: one alone may have asked the wrong servers. */
const emptyLooks = 2;

/**
 * Moves what lies in a dead-letter queue into the lines, where it can be read through, corrected and redriven in order,
 * and expires no more; answers how many messages.
 *
 * The copy of a letter is dropped: its letter stands in its line until a copy of it was handled, and a second one at the
 * line's end would be handled out of its turn. A message is kept before it is forgotten, and one that is found twice is kept once, so it may be cut off anywhere.
 */
export async function collectDeadLetters({ from, lines }: CollectDependencies, run: CollectRun): Promise<number> {
  let collected = 0;
  for (let empty = 0; empty < emptyLooks && !run.signal.aborted;) {
    const found = await from.receive();
    empty = found.length === 0 ? empty + 1 : 0;
    for (const letter of found) {
      if (letter.redrive === undefined) {
        await lines.park(letterOf(letter));
        collected += 1;
      }
      await from.delete(letter);
      run.onProgress?.(collected);
    }
  }
  return collected;
}

/** A message that has no order is a line of its own. */
function letterOf({ id, body, group, reason, receiveCount }: FoundDeadLetter): Parameters<DeadLetterLines['park']>[0] {
  return {
    ...{ id, body, receiveCount, key: group ?? id },
    reason: reason ?? `moved by its queue after ${receiveCount} deliveries`,
  };
}
