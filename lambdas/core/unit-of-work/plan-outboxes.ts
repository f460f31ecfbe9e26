import { storeLimits } from '../item-size/store-limits.ts';
import type { Spill } from '../payload/spill.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { type SizedMessage, sizedMessage } from './message-sizes.ts';
import { type OutboxBox, boxBytes, carryLongestKey, isFull } from './outbox-box.ts';
import { waitingBefore } from './outbox-change.ts';

/** Bytes of a message from which on its data is worth a request to put it aside; a smaller one moves to a carrier. */
export const leastSpilledBytes = 4096;

/**
 * Finds room for the messages of a commit: the longest ones leave their data, then whole keys move to carriers, until
 * every item and the transaction as a whole keep within the limits.
 *
 * Where it finds none the boxes stay too full. Beside messages that are or were under a claim no carrier is used: the
 * relay could publish it before them.
 *
 * @throws PipelineError `store-limit` when the messages of one key do not fit one item, or as `Spill.bare` does.
 */
export async function planOutboxes(boxes: readonly OutboxBox[], spill: Spill | undefined): Promise<void> {
  for (const box of boxes) {
    await fit(box, spill);
  }
  let shorter = true;
  while (shorter && totalBytes(boxes) > storeLimits.transactionBytes) {
    shorter = await shortened(boxes, spill);
  }
}

async function fit(box: OutboxBox, spill: Spill | undefined): Promise<void> {
  let shorter = true;
  while (shorter && isFull(box)) {
    shorter = await shortened([box], spill);
  }
  let carried = waitingBefore(box.change) !== 'claimed';
  while (carried && isFull(box)) {
    carried = carryLongestKey(box);
  }
}

function totalBytes(boxes: readonly OutboxBox[]): number {
  return boxes.reduce((sum, box) => sum + boxBytes(box) + sumOf(box.carried.flat()), 0);
}

function sumOf(messages: readonly SizedMessage[]): number {
  return messages.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Puts the data of the longest message aside; false when there is none that would be shorter for it. */
async function shortened(boxes: readonly OutboxBox[], spill: Spill | undefined): Promise<boolean> {
  const longest = boxes
    .flatMap((box) => [box.messages, ...box.carried].flat().map((one) => ({ box, one })))
    .reduce<Placed | undefined>(
      (most, next) => (most !== undefined && most.one.bytes >= next.one.bytes ? most : next),
      undefined,
    );
  if (spill === undefined || longest === undefined || longest.one.bytes < leastSpilledBytes) {
    return false;
  }
  const { box, one } = longest;
  const bare = sizedMessage(await spill.bare(one.message), box.claimedUntil);
  replace(box, one, bare);
  return bare.bytes < one.bytes;
}

interface Placed {
  readonly box: OutboxBox;
  readonly one: SizedMessage;
}

function replace(box: OutboxBox, old: SizedMessage, bare: SizedMessage): void {
  const changed = (one: SizedMessage): SizedMessage => (one === old ? bare : one);
  box.messages = box.messages.map(changed);
  for (const [index, carrier] of box.carried.entries()) {
    box.carried[index] = carrier.map(changed);
  }
}

/** The messages of a box that stay in its item. */
export function messagesIn({ messages }: OutboxBox): readonly OutgoingMessage[] {
  return messages.map(({ message }) => message);
}
