import type { HeldEntry } from './held-entry.ts';

/** One partition as a group of workers reads it: what lies at or above the committed offset. */
export interface LogLane {
  /** Entries from the committed offset on, with those done behind one that is not; in order. */
  readonly entries: HeldEntry[];
  /** Done, but above the committed offset. */
  readonly done: Set<HeldEntry>;
  /** The only source that reads it. */
  owner: object | undefined;
  /** Nobody may become its owner before then, in milliseconds since the epoch. */
  freeAt: number;
  committed: number;
}

/** The partition of a group that has read nothing yet. */
export function newLane(committed: number): LogLane {
  return { entries: [], done: new Set(), owner: undefined, freeAt: 0, committed };
}

/** What is neither done nor read. */
export function openEntries({ entries, done }: LogLane): readonly HeldEntry[] {
  return done.size === 0 ? entries : entries.filter((entry) => !done.has(entry));
}

/** Moves the committed offset up to the oldest entry that is not done. */
export function commit(lane: LogLane): void {
  const { entries, done } = lane;
  const open = entries.findIndex((entry) => !done.has(entry));
  for (const entry of entries.splice(0, open === -1 ? entries.length : open)) {
    done.delete(entry);
    lane.committed += 1;
  }
}

/** The next owner knows the committed offset alone: not what was done above it, nor counts and delays. */
export function rewind(lane: LogLane): void {
  lane.done.clear();
  lane.owner = undefined;
  for (const entry of lane.entries) {
    entry.holder = undefined;
    entry.receives = 0;
    entry.notBefore = 0;
  }
}
