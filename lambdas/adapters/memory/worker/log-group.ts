import type { Clock } from '../../../core/ports/clock.ts';
import type { HeldEntry } from './held-entry.ts';
import { type LogLane, commit, openEntries, rewind } from './log-lane.ts';
import type { MemoryShelf } from './memory-shelf.ts';
import { countReady, nextDueAt, takeEntries } from './take-entries.ts';

/**
 * Makes the shelf of a consumer group: each partition has one reader at a time.
 *
 * Partitions are dealt out to the readers in the order in which they joined; one that is to move does so when its
 * reader has settled all of it, or is gone. As with a real log the next reader starts at the committed offset, so what
 * was done above it comes again.
 */
export function createLogGroup(lanes: readonly LogLane[], clock: Clock): MemoryShelf {
  const members = new Set<object>();
  const deal = (): void => {
    dealOut(lanes, [...members], clock.now());
  };
  return {
    join: (holder) => {
      members.add(holder);
    },
    take: (holder, most) => {
      deal();
      const now = clock.now();
      const taken: HeldEntry[] = [];
      for (const [place, lane] of lanes.entries()) {
        if (lane.owner === holder && nextOwner(place, [...members]) === holder) {
          taken.push(...takeEntries(openEntries(lane), { holder, most: most - taken.length, now, ordered: true }));
        }
      }
      return taken;
    },
    held: (holder) => lanes.flatMap(({ entries }) => entries.filter((entry) => entry.holder === holder)),
    settle: (settled, { failed }) => {
      settleLanes(lanes, settled, new Set(failed));
      deal();
    },
    leave: (holder, notBefore) => {
      members.delete(holder);
      for (const lane of lanes.filter(({ owner }) => owner === holder)) {
        rewind(lane);
        lane.freeAt = notBefore;
      }
    },
    ready: () => {
      const now = clock.now();
      return sumOf(lanes.map((lane) => (lane.freeAt > now ? 0 : countReady(openEntries(lane), now))));
    },
    dueAt: (since) => earliest(lanes, since),
  };
}

function settleLanes(lanes: readonly LogLane[], settled: readonly HeldEntry[], again: ReadonlySet<string>): void {
  for (const entry of settled) {
    entry.holder = undefined;
    if (!again.has(entry.id)) {
      lanes.find(({ entries }) => entries.includes(entry))?.done.add(entry);
    }
  }
  lanes.forEach(commit);
}

function nextOwner(place: number, members: readonly object[]): object | undefined {
  return members[place % members.length];
}

function dealOut(lanes: readonly LogLane[], members: readonly object[], now: number): void {
  for (const [place, lane] of lanes.entries()) {
    const next = nextOwner(place, members);
    const isBusy = lane.entries.some(({ holder }) => holder !== undefined);
    if (lane.owner === next || isBusy || lane.freeAt > now) {
      continue;
    }
    if (lane.owner !== undefined) {
      rewind(lane);
    }
    lane.owner = next;
  }
}

function earliest(lanes: readonly LogLane[], now: number): number | undefined {
  const times = lanes.flatMap((lane) => [lane.freeAt > now ? lane.freeAt : nextDueAt(openEntries(lane), now)]);
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
