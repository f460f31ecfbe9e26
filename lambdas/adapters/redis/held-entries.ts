import type { StreamEntry } from './stream-entry.ts';

/** An entry that this worker holds: Redis counts it as pending for it. */
export interface HeldEntry extends StreamEntry {
  /** How often it was or will be handed out, the next or present time included; Redis keeps the same number. */
  receives: number;
  /** Milliseconds since the epoch before which it is not handed out. */
  notBefore: number;
  /** Handed out and not settled yet. */
  out: boolean;
}

/** What one worker holds, in the order in which it came. */
export interface HeldEntries {
  count(): number;
  all(): readonly HeldEntry[];
  /** Adds an entry, unless it is held already. */
  add(entry: StreamEntry, receives: number): void;
  /** The next entries that are due, at most so many, now handed out. */
  take(now: number, most: number): readonly HeldEntry[];
  /** When the next entry is due that is not at `now`; undefined when there is none. */
  nextDue(now: number): number | undefined;
  /** Holds an entry back. Changes nothing when it is not held. */
  delay(id: string, until: number): void;
  /** Takes an entry back, to be handed out once more, not before `until`. Changes nothing when it is not held. */
  putBack(id: string, until: number): void;
  forget(ids: readonly string[]): void;
}

/** Makes an empty hold. */
export function createHeldEntries(): HeldEntries {
  const entries = new Map<string, HeldEntry>();
  const waiting = (): readonly HeldEntry[] => [...entries.values()].filter(({ out }) => !out);
  return {
    count: () => entries.size,
    all: () => [...entries.values()],
    add(entry, receives) {
      if (!entries.has(entry.id)) {
        entries.set(entry.id, { ...entry, receives, notBefore: 0, out: false });
      }
    },
    take(now, most) {
      const taken = waiting()
        .filter(({ notBefore }) => notBefore <= now)
        .slice(0, most);
      for (const entry of taken) {
        entry.out = true;
      }
      return taken;
    },
    nextDue(now) {
      const later = waiting().flatMap(({ notBefore }) => (notBefore > now ? [notBefore] : []));
      return later.length === 0 ? undefined : Math.min(...later);
    },
    delay: (id, until) => {
      Object.assign(entries.get(id) ?? {}, { notBefore: until });
    },
    putBack: (id, until) => {
      const entry = entries.get(id);
      if (entry !== undefined) {
        entry.receives += 1;
        entry.out = false;
        entry.notBefore = Math.max(entry.notBefore, until);
      }
    },
    forget: (ids) => {
      ids.forEach((id) => entries.delete(id));
    },
  };
}
