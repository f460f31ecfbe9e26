import { V7Generator } from 'uuidv7';
import type { IdSource } from '../../core/ports/id-source.ts';

/** Ids as UUIDv7: unique everywhere, and sorted by their creation within one process. */
export const uuidSource: IdSource = createUuidSource();

function createUuidSource(): IdSource {
  const generator = new V7Generator({ nextUint32: createRandomWords() });
  return { next: () => generator.generate().toString() };
}

/** Random numbers of 32 bits, 1,024 for each call of the system: the library's own source makes one for every two ids. */
function createRandomWords(): () => number {
  const words = new Uint32Array(1024);
  let next = words.length;
  return () => {
    if (next === words.length) {
      crypto.getRandomValues(words);
      next = 0;
    }
    next += 1;
    return words[next - 1] ?? 0;
  };
}
