import type { RedriveMark } from '../../../contracts/events/redrive-mark.ts';
import type { Deadline } from '../clock/deadline-heap.ts';

/** One message in a queue in memory; it belongs to its queue, which alone changes it. */
export interface QueuedMessage {
  /** The queue's id of it, as SQS gives one; not the id of the envelope. */
  readonly id: string;
  readonly body: string;
  readonly group: string;
  /** Grows with every message of the queue. */
  readonly sequence: number;
  readonly sentAt: number;
  /** Why it was parked; undefined for one that was sent or redriven. */
  readonly reason: string | undefined;
  /** Set when it is the copy of a dead letter. */
  readonly redrive: RedriveMark | undefined;
  receiveCount: number;
  /** Of the latest receive; undefined before the first and once it no longer counts. */
  receipt: string | undefined;
  /** When it comes back; undefined unless it is in flight. */
  hiddenUntil: Deadline<QueuedMessage> | undefined;
  /** Neighbours in the list in which it waits. */
  previous: QueuedMessage | undefined;
  next: QueuedMessage | undefined;
}
