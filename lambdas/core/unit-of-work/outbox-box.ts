import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { itemBytes } from '../item-size/item-bytes.ts';
import { storeLimits } from '../item-size/store-limits.ts';
import { carrierCreated, carrierKey } from '../outbox/outbox-carrier.ts';
import { carriedField, mostMessages, outboxAttribute } from '../outbox/outbox-entries.ts';
import { pendingAttributes, pendingShardOf } from '../outbox/pending-shard.ts';
import type { Attributes, Put } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { type SizedMessage, sizedMessage } from './message-sizes.ts';
import { type OutboxChange, heldBy } from './outbox-change.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** The messages of one change while they look for room: in its item, or in carriers beside it. */
export interface OutboxBox {
  readonly change: OutboxChange;
  readonly claimedUntil: number | undefined;
  messages: readonly SizedMessage[];
  readonly carried: SizedMessage[][];
}

/** Opens the box of a change with all its messages in the item. */
export function boxOf(
  change: OutboxChange,
  messages: readonly OutgoingMessage[],
  claimedUntil: number | undefined,
): OutboxBox {
  return {
    change,
    claimedUntil,
    messages: messages.map((message) => sizedMessage(message, claimedUntil)),
    carried: [],
  };
}

/** Whether an item cannot hold what is in its box. */
export function isFull(box: OutboxBox): boolean {
  return box.messages.length > mostMessages || boxBytes(box) > storeLimits.itemBytes;
}

/** Bytes of the item as it will be; older messages that wait in it count, as they were when it was read. */
export function boxBytes({ change, messages, carried }: OutboxBox): number {
  const { key } = change.write;
  const since = messages[0]?.message.since ?? 0;
  const index = { [pendingAttributes.shard]: pendingShardOf(key.partition), [pendingAttributes.since]: since };
  const pending = messages.length === 0 ? {} : index;
  const mark: Attributes = carried.length === 0 ? {} : { [carriedField]: true };
  const attributes = { ...heldBy(change), ...pending, [outboxAttribute]: { ...change.waiting, ...mark } };
  return itemBytes({ key, attributes }) + sum(messages);
}

/**
 * Moves the messages of the key that takes most room into a carrier; false when the box has none left.
 *
 * All messages of a key move together: nobody keeps an order between two items.
 *
 * @throws PipelineError `store-limit` when the messages of one key do not fit one item.
 */
export function carryLongestKey(box: OutboxBox): boolean {
  const groups = [...groupBy(box.messages, ({ message }) => message.key).values()];
  const [longest] = groups.sort((left, right) => sum(right) - sum(left));
  if (longest === undefined) {
    return false;
  }
  const room = storeLimits.itemBytes - emptyCarrierBytes(box.change);
  if (sum(longest) > room) {
    const [bytes, count] = [sum(longest), longest.length];
    throw new PipelineError(
      `the messages of one key in one commit must have at most ${room} bytes, got ${bytes} in ${count} message(s)`,
      { code: 'store-limit' },
    );
  }
  box.messages = box.messages.filter((one) => !longest.includes(one));
  const carrier = box.carried.find(
    (messages) => sum(messages) + sum(longest) <= room && messages.length + longest.length <= mostMessages,
  );
  if (carrier === undefined) {
    box.carried.push([...longest]);
  } else {
    carrier.push(...longest);
  }
  return true;
}

/** The writes that make the carriers of a box. */
export function carriersOf({ change, carried }: OutboxBox): readonly Put[] {
  const { version, write } = change;
  return carried.map((sized, index) => {
    const messages = sized.map(({ message }) => message);
    return carrierCreated({ key: carrierKey(write.key, version, index), version, messages });
  });
}

function emptyCarrierBytes({ write, version }: OutboxChange): number {
  const key = carrierKey(write.key, version, storeLimits.transactionActions);
  const created = carrierCreated({ key, version, messages: [{ id: '', type: '', key: '', body: '', since }] });
  return itemBytes({ key, attributes: created.attributes });
}

/** Any time takes as many bytes as this one, or fewer. */
const since = Date.UTC(2026, 0, 1) + 999;

function sum(messages: readonly SizedMessage[]): number {
  return messages.reduce((total, { bytes }) => total + bytes, 0);
}
