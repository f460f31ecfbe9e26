import type { RedriveMark } from '../../contracts/events/redrive-mark.ts';

/** A message found in a dead-letter queue. */
export interface FoundDeadLetter {
  /** The queue's id of it: the one it had in the queue that it came from, where the queue keeps that. */
  readonly id: string;
  readonly body: string;
  /** The ordering group; undefined where there is none. */
  readonly group: string | undefined;
  /** Why a consumer parked it; undefined when the queue moved it by itself. */
  readonly reason: string | undefined;
  readonly receiveCount: number;
  readonly receipt: string;
  /** The message is the copy of a dead letter. @default it is not */
  readonly redrive?: RedriveMark;
}

/** A queue of dead letters, out of which they are collected. */
export interface DeadLetterQueue {
  /** Takes a few messages, in order for each group, and hides them for a while; none when there are none to see. */
  receive(): Promise<readonly FoundDeadLetter[]>;
  /** Forgets a message that is kept elsewhere by now. */
  delete(letter: FoundDeadLetter): Promise<void>;
}
