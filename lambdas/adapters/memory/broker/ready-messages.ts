import type { QueuedMessage } from './queued-message.ts';

/** The messages of a queue that wait, and in which order they may leave. */
export interface ReadyMessages {
  /** A new message. */
  add(message: QueuedMessage): void;
  /**
   * Up to `most` messages for one receive. One that `accepts` refuses is gone from here and does not count.
   */
  take(most: number, accepts: (message: QueuedMessage) => boolean): QueuedMessage[];
  /** A taken message comes back. */
  putBack(message: QueuedMessage): void;
  /** A taken message is done with and never comes back. */
  settle(message: QueuedMessage): void;
  /** A message that came back is done with after all. */
  withdraw(message: QueuedMessage): void;
}
