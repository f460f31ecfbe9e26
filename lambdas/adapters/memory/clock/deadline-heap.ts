/** Something that is due at a time. */
export interface Deadline<Value> {
  readonly time: number;
  readonly value: Value;
  /** Tells deadlines of one time apart. */
  readonly order: number;
  /** Its place in the heap, which the heap alone changes; -1 once it is removed. */
  slot: number;
}

/** Deadlines by time, those of one time in the order in which they were added; every change costs O(log n). */
export interface DeadlineHeap<Value> {
  add(time: number, value: Value): Deadline<Value>;
  /** Forgets a deadline; one that is no longer in the heap changes nothing. */
  remove(deadline: Deadline<Value>): void;
  /** The earliest one, which stays in the heap. */
  earliest(): Deadline<Value> | undefined;
}

const removedSlot = -1;

/** Makes an empty heap; it holds on to a value only until its deadline is removed. */
export function createDeadlineHeap<Value>(): DeadlineHeap<Value> {
  const heap: Deadline<Value>[] = [];
  let added = 0;
  return {
    add: (time, value) => {
      added += 1;
      const deadline = { time, value, order: added, slot: heap.length };
      heap.push(deadline);
      rise(heap, deadline);
      return deadline;
    },
    remove: (deadline) => {
      if (deadline.slot === removedSlot) {
        return;
      }
      const last = heap.pop();
      if (last !== undefined && last !== deadline) {
        place(heap, last, deadline.slot);
        rise(heap, last);
        sink(heap, last);
      }
      deadline.slot = removedSlot;
    },
    earliest: () => heap[0],
  };
}

function rise<Value>(heap: Deadline<Value>[], deadline: Deadline<Value>): void {
  while (deadline.slot > 0) {
    const above = (deadline.slot - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(deadline, parent)) {
      return;
    }
    place(heap, parent, deadline.slot);
    place(heap, deadline, above);
  }
}

function sink<Value>(heap: Deadline<Value>[], deadline: Deadline<Value>): void {
  for (;;) {
    const child = earlierChild(heap, deadline.slot);
    if (child === undefined || !isBefore(child, deadline)) {
      return;
    }
    const below = child.slot;
    place(heap, child, deadline.slot);
    place(heap, deadline, below);
  }
}

function earlierChild<Value>(heap: readonly Deadline<Value>[], slot: number): Deadline<Value> | undefined {
  const left = heap[slot * 2 + 1];
  const right = heap[slot * 2 + 2];
  return left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
}

function place<Value>(heap: Deadline<Value>[], deadline: Deadline<Value>, slot: number): void {
  heap[slot] = deadline;
  deadline.slot = slot;
}

function isBefore<Value>(one: Deadline<Value>, other: Deadline<Value>): boolean {
  return one.time === other.time ? one.order < other.order : one.time < other.time;
}
