import type { QueuedMessage } from './queued-message.ts';

/** Messages that wait, linked through themselves, so that every change but `putBack` costs the same at any length. */
export interface MessageList {
  readonly empty: boolean;
  /** Adds behind the last. */
  add(message: QueuedMessage): void;
  /** Puts a message where its sequence belongs; costs as much as there are older ones waiting. */
  putBack(message: QueuedMessage): void;
  /** Takes the first. */
  shift(): QueuedMessage | undefined;
  /** Takes one that is in this list. */
  remove(message: QueuedMessage): void;
}

/** Makes an empty list. */
export function createMessageList(): MessageList {
  const ends: Ends = { first: undefined, last: undefined };
  return {
    get empty() {
      return ends.first === undefined;
    },
    add: (message) => {
      insert(ends, message, undefined);
    },
    putBack: (message) => {
      let next = ends.first;
      while (next !== undefined && next.sequence < message.sequence) {
        next = next.next;
      }
      insert(ends, message, next);
    },
    shift: () => {
      const message = ends.first;
      if (message !== undefined) {
        unlink(ends, message);
      }
      return message;
    },
    remove: (message) => {
      unlink(ends, message);
    },
  };
}

interface Ends {
  first: QueuedMessage | undefined;
  last: QueuedMessage | undefined;
}

function insert(ends: Ends, message: QueuedMessage, next: QueuedMessage | undefined): void {
  const previous = next === undefined ? ends.last : next.previous;
  message.previous = previous;
  message.next = next;
  join(ends, previous, message);
  join(ends, message, next);
}

function unlink(ends: Ends, message: QueuedMessage): void {
  join(ends, message.previous, message.next);
  message.previous = undefined;
  message.next = undefined;
}

function join(ends: Ends, previous: QueuedMessage | undefined, next: QueuedMessage | undefined): void {
  if (previous === undefined) {
    ends.first = next;
  } else {
    previous.next = next;
  }
  if (next === undefined) {
    ends.last = previous;
  } else {
    next.previous = previous;
  }
}
