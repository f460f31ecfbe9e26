import type { HeldEntry } from './held-entry.ts';

/** What a broker gives up by itself. */
export interface EntryLimits {
  /** Deliveries after which nobody gets an entry any more. @default no limit */
  readonly mostReceives?: number | undefined;
  /** Seconds after which an entry that nobody took is given up. @default never */
  readonly ttlSeconds?: number | undefined;
  /** Takes what was given up, and why. */
  readonly giveUp: (entry: HeldEntry, reason: string) => void;
}

/** Takes out the entries that are past a limit; those that somebody holds stay. */
export function giveUpEntries(entries: Set<HeldEntry>, limits: EntryLimits, now: number): void {
  for (const entry of entries) {
    const reason = entry.holder === undefined ? reasonOf(entry, limits, now) : undefined;
    if (reason !== undefined) {
      entries.delete(entry);
      limits.giveUp(entry, reason);
    }
  }
}

function reasonOf(
  { cameAt, receives }: HeldEntry,
  { mostReceives = Infinity, ttlSeconds = Infinity }: EntryLimits,
  now: number,
): string | undefined {
  if (receives >= mostReceives) {
    return `given up by its broker after ${receives} deliveries`;
  }
  return now - cameAt >= ttlSeconds * 1000 ? `nobody took it within ${ttlSeconds} seconds` : undefined;
}
