import type { DeadLetterQueue } from '../../core/ports/dead-letter-queue.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { OpenedLetters } from './opened-letters.ts';

/** Dead letters that are opened when somebody looks at them or sends them back. */
export interface LazyLetters {
  readonly letters: DeadLetterQueue;
  readonly sender: Publisher;
  /** Closes what was opened. */
  close(): Promise<void>;
}

/** Puts off the opening until it is needed; one that failed is tried again. */
export function lazyLetters(open: () => Promise<OpenedLetters>): LazyLetters {
  let opened: Promise<OpenedLetters> | undefined;
  const now = async (): Promise<OpenedLetters> => {
    opened ??= open();
    try {
      return await opened;
    } catch (cause) {
      opened = undefined;
      throw cause;
    }
  };
  return {
    letters: {
      receive: async () => (await (await now()).letters?.receive()) ?? [],
      delete: async (letter) => (await now()).letters?.delete(letter),
    },
    sender: { publish: async (messages) => (await now()).sender.publish(messages) },
    close: async () => {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
