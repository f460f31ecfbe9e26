import { openEnvelope } from '../../contracts/events/decode-envelope.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { DeadLetter } from './dead-letter.ts';

/** The message type that a copy says when its body names none that can be read. */
const unknownType = 'unknown';

/**
 * The copies of some letters of one line as they are sent back to their queue, with what tells the consumer their turn.
 *
 * Their de-duplication ids are of this redrive, so that a FIFO queue takes them although it took the letters before.
 */
export function letterCopies(letters: readonly DeadLetter[], token: string): readonly OutgoingMessage[] {
  return letters.map(({ id, key, body, position }, place) => {
    const previous = letters[place - 1]?.position ?? 0;
    return {
      ...{ key, body, id: `${id}.${token}`, type: typeOf(body) },
      redrive: { token, letter: id, position, previous },
    };
  });
}

function typeOf(body: string): string {
  try {
    return openEnvelope(body).type;
  } catch {
    return unknownType;
  }
}
