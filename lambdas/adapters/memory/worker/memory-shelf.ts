import type { BatchResult } from '../../../core/consume/batch-consumer.ts';
import type { HeldEntry } from './held-entry.ts';

/** Where sources of one group find their records, and who has which. */
export interface MemoryShelf {
  /** A source begins to read; again is no change. */
  join(holder: object): void;
  /** The next entries for a source, taken. */
  take(holder: object, most: number): readonly HeldEntry[];
  held(holder: object): readonly HeldEntry[];
  /** What became of entries that a source still holds. */
  settle(entries: readonly HeldEntry[], result: BatchResult): void;
  /** A source is gone; others get what it held from `notBefore` on, in milliseconds since the epoch. */
  leave(holder: object, notBefore: number): void;
  /** Entries that nobody holds and that no delay keeps back. */
  ready(): number;
  /** When the first entry or partition after `since` becomes free by the passing of time; undefined: none does. */
  dueAt(since: number): number | undefined;
}
