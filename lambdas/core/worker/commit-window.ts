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
  // What was delivered, oldest first; what lies before `head` is done.
  let delivered: bigint[] = [];
  let head = 0;
  const unfinished = new Set<bigint>();
  let position = start;
  return {
    deliver: (offset) => {
      if (offset < position) {
        return false;
      }
      delivered.push(offset);
      unfinished.add(offset);
      position = offset + 1n;
      return true;
    },
    pass: (next) => {
      position = next > position ? next : position;
    },
    done: (offset) => {
      if (!unfinished.delete(offset)) {
        return;
      }
      head = firstUnfinished({ delivered, unfinished, head });
      // Moving the rest costs as much as was forgotten, so each record is moved once.
      if (head * 2 > delivered.length) {
        delivered = delivered.slice(head);
        head = 0;
      }
    },
    position: () => position,
    committable: () => delivered[head] ?? position,
    held: () => delivered.length - head,
  };
}

interface Delivered {
  readonly delivered: readonly bigint[];
  readonly unfinished: ReadonlySet<bigint>;
  readonly head: number;
}

function firstUnfinished({ delivered, unfinished, head }: Delivered): number {
  let first = head;
  for (let offset = delivered[first]; offset !== undefined && !unfinished.has(offset); offset = delivered[first]) {
    first += 1;
  }
  return first;
}
