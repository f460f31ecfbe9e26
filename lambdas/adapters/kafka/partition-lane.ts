import type { BatchResult } from '../../core/consume/batch-consumer.ts';
import type { SourceRecord } from '../../core/consume/source-record.ts';
import { type CommitWindow, createCommitWindow } from '../../core/worker/commit-window.ts';

/** A record that a lane takes in. */
export interface LaneEntry {
  readonly offset: bigint;
  readonly record: SourceRecord;
  readonly bytes: number;
}

/** How a batch ended, as a lane needs to know it. */
export interface LaneResult extends BatchResult {
  /** When a failed record may come again, in milliseconds since the epoch. */
  dueAt(record: SourceRecord): number;
}

/** The records of one assigned partition, from their fetch to their commit. */
export interface PartitionLane {
  readonly topic: string;
  readonly partition: number;
  readonly window: Pick<CommitWindow, 'position' | 'committable' | 'held'>;
  /** Takes in what a fetch brought; `next` is the offset to fetch then. Known records are left out. */
  add(entries: readonly LaneEntry[], next: bigint): void;
  /** At most so many records that may be handled now, each key's in order; a key that is out, or waits, gives none. */
  take(most: number, now: number): readonly SourceRecord[];
  /** Takes back what was taken: the failed ones go first of their key, and come again when they are due. */
  settle(records: readonly SourceRecord[], result: LaneResult): void;
  /** When the first waiting key is due, in milliseconds since the epoch; undefined when none waits. */
  nextDue(): number | undefined;
  /** Bytes of records that are not done. */
  bytes(): number;
}

/** What a lane is created for; `busy` holds the groups that are out of any lane of the source. */
export interface LaneOptions {
  readonly topic: string;
  readonly partition: number;
  readonly start: bigint;
  readonly busy: Set<string>;
}

/** Creates the lane of a partition that is read from `start` on; a lane that is forgotten may still be settled. */
export function createPartitionLane({ topic, partition, start, busy }: LaneOptions): PartitionLane {
  const window = createCommitWindow(start);
  const state: LaneState = { window, waiting: [], out: new Map(), due: new Map(), busy, bytes: 0 };
  return {
    topic,
    partition,
    window,
    add: (entries, next) => {
      for (const entry of entries) {
        if (window.deliver(entry.offset)) {
          state.waiting.push(entry);
          state.bytes += entry.bytes;
        }
      }
      window.pass(next);
    },
    take: (most, now) => take(state, most, now),
    settle: (records, result) => {
      settle(state, records, result);
    },
    nextDue: () => earliest([...state.due].filter(([name]) => !busy.has(name)).map(([, dueAt]) => dueAt)),
    bytes: () => state.bytes,
  };
}

interface LaneState {
  readonly window: CommitWindow;
  /** What is not done and not out, by offset. */
  waiting: LaneEntry[];
  /** What is out, by the name of its key. */
  readonly out: Map<string, readonly LaneEntry[]>;
  /** When the keys may go on whose first record failed. */
  readonly due: Map<string, number>;
  readonly busy: Set<string>;
  bytes: number;
}

/** The oldest of the keys that are free: what is done lies close to what is committed, and a move repeats little. */
function take(state: LaneState, most: number, now: number): readonly SourceRecord[] {
  const { busy, due, out } = state;
  const taken = new Map<string, LaneEntry[]>();
  const records: SourceRecord[] = [];
  const left: LaneEntry[] = [];
  let looked = 0;
  for (const entry of state.waiting) {
    if (records.length >= most) {
      break;
    }
    looked += 1;
    const name = nameOf(entry.record);
    const mine = taken.get(name);
    if (mine !== undefined) {
      mine.push(entry);
      records.push(entry.record);
    } else if (!busy.has(name) && (due.get(name) ?? 0) <= now) {
      taken.set(name, [entry]);
      records.push(entry.record);
    } else {
      left.push(entry);
    }
  }
  state.waiting = [...left, ...state.waiting.slice(looked)];
  for (const [name, entries] of taken) {
    busy.add(name);
    out.set(name, entries);
    due.delete(name);
  }
  return records;
}

function settle(state: LaneState, records: readonly SourceRecord[], result: LaneResult): void {
  const { busy, out } = state;
  const again: LaneEntry[] = [];
  for (const name of new Set(records.map(nameOf))) {
    const entries = out.get(name);
    if (entries !== undefined) {
      again.push(...settleKey(state, { name, entries, result }));
      out.delete(name);
      busy.delete(name);
    }
  }
  if (again.length > 0) {
    state.waiting = [...again, ...state.waiting].sort((a, b) => (a.offset < b.offset ? -1 : 1));
  }
}

/** A record without a group is a group of its own. */
function nameOf({ group, id }: SourceRecord): string {
  return group === undefined ? `id ${id}` : `group ${group}`;
}

interface SettledKey {
  readonly name: string;
  readonly entries: readonly LaneEntry[];
  readonly result: LaneResult;
}

/** Answers what comes again. */
function settleKey(state: LaneState, { name, entries, result }: SettledKey): readonly LaneEntry[] {
  const failed = new Set(result.failed);
  const done = entries.filter(({ record }) => !failed.has(record.id));
  for (const { offset, bytes } of done) {
    state.window.done(offset);
    state.bytes -= bytes;
  }
  const [first, ...later] = entries.filter(({ record }) => failed.has(record.id));
  if (first === undefined) {
    return [];
  }
  if (result.late?.includes(first.record.id) === true) {
    return [first, ...later];
  }
  state.due.set(name, result.dueAt(first.record));
  // Only the first of a key was tried and failed: the later ones were held back behind it.
  return [triedAgain(first), ...later];
}

function triedAgain(entry: LaneEntry): LaneEntry {
  return { ...entry, record: { ...entry.record, receiveCount: entry.record.receiveCount + 1 } };
}

function earliest(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>((first, time) => Math.min(first ?? time, time), undefined);
}
