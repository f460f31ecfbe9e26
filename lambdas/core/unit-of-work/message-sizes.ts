import { valueBytes } from '../item-size/item-bytes.ts';
import { outboxPosition, outboxValues } from '../outbox/outbox-entries.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** A message with the bytes that it takes in the outbox of an item. */
export interface SizedMessage {
  readonly message: OutgoingMessage;
  readonly bytes: number;
}

/** Bytes of an element of a map and of its position, which are the same for every message of every outbox. */
const placeBytes = 1 + outboxPosition(0, 0).length;

/** Sizes a message as a commit with such a claim keeps it. */
export function sizedMessage(message: OutgoingMessage, claimedUntil?: number): SizedMessage {
  const [value = ''] = Object.values(outboxValues(0, [message], claimedUntil));
  return { message, bytes: placeBytes + valueBytes(value) };
}
