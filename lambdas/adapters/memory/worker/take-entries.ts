import type { HeldEntry } from './held-entry.ts';

/** Who takes, how many at most, and by what rules. */
export interface Take {
  readonly holder: object;
  readonly most: number;
  readonly now: number;
  readonly ordered: boolean;
}

/** The next entries that may be handed out, taken; where the order counts, none behind one of its key that may not. */
export function takeEntries(entries: Iterable<HeldEntry>, { holder, most, now, ordered }: Take): readonly HeldEntry[] {
  const behind = new Set<string>();
  const taken: HeldEntry[] = [];
  for (const entry of entries) {
    if (taken.length >= most) {
      break;
    }
    if (entry.holder !== undefined || entry.notBefore > now || behind.has(entry.message.key)) {
      if (ordered) {
        behind.add(entry.message.key);
      }
      continue;
    }
    entry.holder = holder;
    entry.receives += 1;
    taken.push(entry);
  }
  return taken;
}

/** The first time after `now` at which one of some entries may be taken. */
export function nextDueAt(entries: Iterable<HeldEntry>, now: number): number | undefined {
  let first: number | undefined;
  for (const { holder, notBefore } of entries) {
    if (holder === undefined && notBefore > now && (first === undefined || notBefore < first)) {
      first = notBefore;
    }
  }
  return first;
}

/** How many entries nobody holds and no delay keeps back. */
export function countReady(entries: Iterable<HeldEntry>, now: number): number {
  let ready = 0;
  for (const { holder, notBefore } of entries) {
    ready += holder === undefined && notBefore <= now ? 1 : 0;
  }
  return ready;
}
