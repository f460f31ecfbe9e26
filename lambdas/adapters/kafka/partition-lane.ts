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

interface KeyLine {
  entries: LaneEntry[];
  out: LaneEntry[];
  dueAt: number;
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
  const state: LaneState = { window: createCommitWindow(start), lines: new Map(), busy, bytes: 0 };
  const { window, lines } = state;
  return {
    topic,
    partition,
    window,
    add: (entries, next) => {
      for (const entry of entries) {
        if (window.deliver(entry.offset)) {
          lineOf(lines, entry.record).entries.push(entry);
          state.bytes += entry.bytes;
        }
      }
      window.pass(next);
    },
    take: (most, now) => take(state, most, now),
    settle: (records, result) => {
      settle(state, records, result);
    },
    nextDue: () => earliest([...lines].filter(([name]) => !busy.has(name)).map(([, { dueAt }]) => dueAt)),
    bytes: () => state.bytes,
  };
}

interface LaneState {
  readonly window: CommitWindow;
  /** In the order in which their next records are to be handled. */
  readonly lines: Map<string, KeyLine>;
  readonly busy: Set<string>;
  bytes: number;
}

function take({ lines, busy }: LaneState, most: number, now: number): readonly SourceRecord[] {
  const taken: SourceRecord[] = [];
  for (const [name, line] of lines) {
    if (taken.length >= most) {
      break;
    }
    if (line.dueAt <= now && !busy.has(name)) {
      line.out = line.entries.splice(0, most - taken.length);
      busy.add(name);
      taken.push(...line.out.map(({ record }) => record));
    }
  }
  return taken;
}

function settle(state: LaneState, records: readonly SourceRecord[], result: LaneResult): void {
  const { lines, busy, window } = state;
  for (const name of new Set(records.map(nameOf))) {
    const line = lines.get(name);
    if (line !== undefined && line.out.length > 0) {
      state.bytes -= settleLine(line, result, window);
      busy.delete(name);
      lines.delete(name);
      if (line.entries.length > 0) {
        lines.set(name, line);
      }
    }
  }
}

/** A record without a group is a group of its own. */
function nameOf({ group, id }: SourceRecord): string {
  return group === undefined ? `id ${id}` : `group ${group}`;
}

function lineOf(lines: Map<string, KeyLine>, record: SourceRecord): KeyLine {
  const name = nameOf(record);
  const line = lines.get(name) ?? { entries: [], out: [], dueAt: 0 };
  lines.set(name, line);
  return line;
}

/** Answers the bytes of what is done. */
function settleLine(line: KeyLine, result: LaneResult, window: CommitWindow): number {
  const failed = new Set(result.failed);
  const done = line.out.filter(({ record }) => !failed.has(record.id));
  const again = line.out.filter(({ record }) => failed.has(record.id));
  done.forEach(({ offset }) => {
    window.done(offset);
  });
  const [first, ...later] = again;
  if (first !== undefined) {
    const untried = result.late?.includes(first.record.id) === true;
    line.dueAt = untried ? 0 : result.dueAt(first.record);
    // Only the first of a key was tried and failed: the later ones were held back behind it.
    line.entries.unshift(untried ? first : triedAgain(first), ...later);
  }
  line.out = [];
  return done.reduce((sum, { bytes }) => sum + bytes, 0);
}

function triedAgain(entry: LaneEntry): LaneEntry {
  return { ...entry, record: { ...entry.record, receiveCount: entry.record.receiveCount + 1 } };
}

function earliest(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>((first, time) => Math.min(first ?? time, time), undefined);
}
