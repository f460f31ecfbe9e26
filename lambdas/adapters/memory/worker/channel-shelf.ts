import type { Clock } from '../../../core/ports/clock.ts';
import type { HeldEntry } from './held-entry.ts';
import type { MemoryShelf } from './memory-shelf.ts';
import { countReady, nextDueAt, takeEntries } from './take-entries.ts';

/** Makes a shelf from which every source may take everything; an entry is gone once it is settled. */
export function createChannelShelf(
  entries: Set<HeldEntry>,
  { clock, ordered }: { readonly clock: Clock; readonly ordered: boolean },
): MemoryShelf {
  const held = (holder: object): readonly HeldEntry[] => [...entries].filter((entry) => entry.holder === holder);
  return {
    join: () => undefined,
    take: (holder, most) => takeEntries(entries, { holder, most, now: clock.now(), ordered }),
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
    ready: () => countReady(entries, clock.now()),
    dueAt: () => nextDueAt(entries, clock.now()),
  };
}
