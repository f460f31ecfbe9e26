import { storableBytes } from '../item-size/storable-bytes.ts';
import { storeLimits } from '../item-size/store-limits.ts';
import type { Check, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { type OutboxChange, heldBy } from './outbox-change.ts';

/** Bytes that cover the key of an item, the names of its outbox and its place in the index. */
const itemOverhead = 8192;

/** Bytes that cover the names and numbers of a message in an outbox. */
const messageOverhead = 128;

/** UTF-8 needs at most three bytes for each UTF-16 code unit. */
const bytesPerCodeUnit = 3;

/**
 * Whether changes and messages are so small together that every limit of bytes holds, however they are spread: found
 * without reading any text, and true of almost every commit.
 */
export function isRoomy(
  changes: readonly (OutboxChange | Write | Check)[],
  messages: readonly OutgoingMessage[],
): boolean {
  if (changes.length > storeLimits.transactionActions || messages.length > storeLimits.transactionActions) {
    return false;
  }
  const items = changes.reduce((sum, change) => sum + changeBound(change), 0);
  return items + messages.reduce((sum, message) => sum + messageBound(message), 0) <= storeLimits.itemBytes;
}

function changeBound(change: OutboxChange | Write | Check): number {
  if ('write' in change) {
    return (
      itemOverhead + storableBytes(heldBy(change)) + storableBytes(change.waiting ?? {}) + changeBound(change.write)
    );
  }
  switch (change.kind) {
    case 'put':
      return storableBytes(change.attributes);
    case 'update':
      return [change.set, change.setIfAbsent, change.add, change.append].reduce(
        (sum, values) => sum + storableBytes(values ?? {}),
        0,
      );
    case 'delete':
    case 'check':
      return 0;
  }
}

function messageBound({ id, type, key, body }: OutgoingMessage): number {
  return messageOverhead + (id.length + type.length + key.length + body.length) * bytesPerCodeUnit;
}
