/** What a reader of one partition has taken and not yet told its broker; offsets only ever grow. */
export interface CommitWindow {
  /** Takes a record in; false for one that lies below what was taken before and is therefore known already. */
  deliver(offset: bigint): boolean;
  /** Says that nothing of what a reader could see is left below `next`: what lies between was compacted or is control. */
  pass(next: bigint): void;
  /** The record is handled for good; of no effect for one that was not delivered or is done already. */
  done(offset: bigint): void;
  /** The offset to read next. */
  position(): bigint;
  /** The offset that may be committed: everything below it is done, and it never goes back. */
  committable(): bigint;
  /** Records that a reader which starts at `committable` would take again. */
  held(): number;
}

/**
 * Creates the window of a partition that is read from `start` on.
 *
 * A committed offset says that everything below it is done, so a record that takes long holds back the commit of those
 * behind it; `held` tells how many, and who fills the window stops there.
 */
export function createCommitWindow(start: bigint): CommitWindow {
  // In the order of delivery, which is the order of offsets.
  const records = new Map<bigint, boolean>();
  let position = start;
  let oldest: bigint | undefined;
  return {
    deliver: (offset) => {
      if (offset < position) {
        return false;
      }
      records.set(offset, false);
      oldest ??= offset;
      position = offset + 1n;
      return true;
    },
    pass: (next) => {
      position = next > position ? next : position;
    },
    done: (offset) => {
      if (records.get(offset) !== false) {
        return;
      }
      records.set(offset, true);
      oldest = dropDone(records);
    },
    position: () => position,
    committable: () => oldest ?? position,
    held: () => records.size,
  };
}

/** Forgets what is done below the oldest unfinished record, and answers that one. */
function dropDone(records: Map<bigint, boolean>): bigint | undefined {
  for (const [offset, isDone] of records) {
    if (!isDone) {
      return offset;
    }
    records.delete(offset);
  }
  return undefined;
}
