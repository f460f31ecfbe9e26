import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { type HeldEntry, recordOf } from './held-entry.ts';
import type { MemoryIntake } from './memory-intake.ts';
import type { MemoryShelf } from './memory-shelf.ts';

/** What an intake shares with the others of its group. */
export interface ShelfIntakeDependencies {
  readonly clock: Clock;
  readonly shelf: MemoryShelf;
  readonly ordered: boolean;
  /** Records that it may hold unsettled. */
  readonly mostHeld: number;
  /** Called when others may find something that they did not find before. */
  readonly changed: () => void;
}

/** Makes one worker's intake of a shelf. */
export function createShelfIntake(dependencies: ShelfIntakeDependencies): MemoryIntake {
  const { clock, shelf, ordered, mostHeld, changed } = dependencies;
  const holder = {};
  const heldOf = (records: readonly SourceRecord[]): readonly HeldEntry[] => {
    const ids = new Set(records.map(({ id }) => id));
    return shelf.held(holder).filter(({ id }) => ids.has(id));
  };
  return {
    ordered,
    visibility: {
      delay: (record, seconds) => {
        for (const entry of heldOf([record])) {
          entry.notBefore = clock.now() + seconds * 1000;
        }
        return Promise.resolve();
      },
    },
    receive: (most) => {
      shelf.join(holder);
      const room = Math.min(most, mostHeld - shelf.held(holder).length);
      return shelf.take(holder, room).map((entry) => recordOf(entry, ordered));
    },
    settle: (records, result) => {
      shelf.settle(heldOf(records), result);
      changed();
    },
    leave: (afterSeconds = 0) => {
      shelf.leave(holder, clock.now() + afterSeconds * 1000);
      changed();
    },
  };
}
