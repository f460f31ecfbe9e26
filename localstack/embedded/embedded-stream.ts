import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';

/** One reader of the stream of a table, with its own place in it. */
export interface StreamReader {
  /** At most so many changes behind its place. */
  next(limit: number): readonly ItemChange[];
  /** Sets its place behind the change of that sequence; 0 is the beginning. */
  continueAfter(sequence: number): void;
}

/** The stream of a table in one process, for any number of readers. */
export interface EmbeddedStream {
  /** A reader that begins at the beginning. */
  reader(): StreamReader;
}

/** The stream of a store; changes that every reader has behind it are forgotten, so make the readers before they read. */
export function embeddedStream(items: MemoryItemStore): EmbeddedStream {
  const places: number[] = [];
  return {
    reader: () => {
      const mine = places.push(0) - 1;
      const place = (): number => places[mine] ?? 0;
      return {
        next: (limit) => items.changesAfter(place(), limit),
        continueAfter: (sequence) => {
          places[mine] = sequence;
          items.forgetChangesBefore(Math.min(...places) + 1);
        },
      };
    },
  };
}
