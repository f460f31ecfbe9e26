import type { OutgoingMessage } from '../ports/publisher.ts';
import type { DeadLetter } from './dead-letter.ts';
import { letterType } from './letter-type.ts';

/**
 * The copies of some letters of one line as they are sent back to their queue, with what tells the consumer their turn.
 *
 * Their de-duplication ids are of this redrive, so that a FIFO queue takes them although it took the letters before.
 */
export function letterCopies(letters: readonly DeadLetter[], token: string): readonly OutgoingMessage[] {
  return letters.map(({ id, key, body, position }, place) => {
    const previous = letters[place - 1]?.position ?? 0;
    return {
      ...{ key, body, id: `${id}.${token}`, type: letterType(body) },
      redrive: { token, letter: id, position, previous },
    };
  });
}
