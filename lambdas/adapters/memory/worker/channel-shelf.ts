import type { Clock } from '../../../core/ports/clock.ts';
import { type EntryLimits, giveUpEntries } from './entry-limits.ts';
import type { HeldEntry } from './held-entry.ts';
import type { MemoryShelf } from './memory-shelf.ts';
import { countReady, nextDueAt, takeEntries } from './take-entries.ts';

/** How entries of a shelf are handed out. */
export interface ChannelShelfOptions {
  readonly clock: Clock;
  readonly ordered: boolean;
  /** @default nothing is given up */
  readonly limits?: EntryLimits | undefined;
}

/** Makes a shelf from which every source may take everything; an entry is gone once it is settled. */
export function createChannelShelf(
  entries: Set<HeldEntry>,
  { clock, ordered, limits }: ChannelShelfOptions,
): MemoryShelf {
  const held = (holder: object): readonly HeldEntry[] => [...entries].filter((entry) => entry.holder === holder);
  const swept = (): Set<HeldEntry> => {
    if (limits !== undefined) {
      giveUpEntries(entries, limits, clock.now());
    }
    return entries;
  };
  return {
    join: () => undefined,
    take: (holder, most) => takeEntries(swept(), { holder, most, now: clock.now(), ordered }),
    held,
    settle: (settled, { failed }) => {
      const again = new Set(failed);
      for (const entry of settled) {
        entry.holder = undefined;
        if (!again.has(entry.id)) {
          entries.delete(entry);
        }
      }
    },
    leave: (holder, notBefore) => {
      for (const entry of held(holder)) {
        entry.holder = undefined;
        entry.notBefore = Math.max(entry.notBefore, notBefore);
      }
    },
    ready: () => countReady(swept(), clock.now()),
    dueAt: (since) => nextDueAt(entries, since),
  };
}
