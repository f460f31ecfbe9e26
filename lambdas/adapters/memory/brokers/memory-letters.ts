import type { Clock } from '../../../core/ports/clock.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../../core/ports/dead-letter-queue.ts';
import type { Parking } from '../../../core/ports/parking.ts';

/** A dead letter that is kept. */
export type KeptLetter = Omit<FoundDeadLetter, 'receipt'>;

/** The dead letters of one source of a broker in memory: parked by its consumers, or given up by the broker. */
export interface MemoryLetters extends DeadLetterQueue, Parking {
  keep(letter: KeptLetter): void;
  /** When the next letter that a look hid shows again, in milliseconds since the epoch; undefined: none is hidden. */
  dueAt(): number | undefined;
  /** All of them, oldest first. */
  all(): readonly KeptLetter[];
}

/** Letters that one look takes. */
const most = 10;

/** Seconds for which a look hides what it took. */
const hiddenSeconds = 30;

/** Makes an empty place for dead letters. */
export function createMemoryLetters(clock: Clock): MemoryLetters {
  const letters = new Map<string, { readonly letter: KeptLetter; hiddenUntil: number }>();
  let kept = 0;
  const keep = (letter: KeptLetter): void => {
    kept += 1;
    letters.set(String(kept), { letter, hiddenUntil: 0 });
  };
  return {
    keep,
    park: ({ id, body, group, receiveCount, redrive }, reason) => {
      keep({ id, body, group, receiveCount, reason, ...(redrive && { redrive }) });
      return Promise.resolve();
    },
    receive: () => {
      const now = clock.now();
      const found = [...letters].filter(([, { hiddenUntil }]) => hiddenUntil <= now).slice(0, most);
      return Promise.resolve(
        found.map(([receipt, one]) => {
          one.hiddenUntil = now + hiddenSeconds * 1000;
          return { ...one.letter, receipt };
        }),
      );
    },
    delete: ({ receipt }) => {
      letters.delete(receipt);
      return Promise.resolve();
    },
    dueAt: () => {
      const now = clock.now();
      const hidden = Array.from(letters.values(), ({ hiddenUntil }) => hiddenUntil).filter((until) => until > now);
      return hidden.length === 0 ? undefined : Math.min(...hidden);
    },
    all: () => Array.from(letters.values(), ({ letter }) => letter),
  };
}
