import type { Attributes, Item, ItemKey } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { outboxAttribute, outboxPaths, outboxValues } from './outbox-entries.ts';
import { pendingAttributes, pendingShardOf } from './pending-shard.ts';

/** What one commit adds to the outbox of an item. */
export interface OutboxCommit {
  readonly key: ItemKey;
  /** The item's version after the commit; the item keeps it in its attribute `version`. */
  readonly version: number;
  readonly messages: readonly OutgoingMessage[];
  /**
   * Until when, in milliseconds since the epoch, whoever commits publishes them itself; 0 when they wait behind messages
   * of which that was so. @default they are the relay's at once
   */
  readonly claimedUntil?: number;
}

/** The attributes of a new item that hold its messages and, when there are any, put it into the index of the pending. */
export function outboxCreated(commit: OutboxCommit): Attributes {
  const values = outboxValues(commit.version, commit.messages, commit.claimedUntil);
  return { [outboxAttribute]: values, ...indexed(commit), ...waiting(commit) };
}

/**
 * The same for an update of an item whose outbox exists.
 *
 * An item that still waits keeps its place in the index: a busy item that nobody relays must grow old, not stay young.
 */
export function outboxAdded(commit: OutboxCommit): { readonly set: Attributes; readonly setIfAbsent: Attributes } {
  const values = outboxValues(commit.version, commit.messages, commit.claimedUntil);
  return { set: { ...outboxPaths(values), ...indexed(commit) }, setIfAbsent: waiting(commit) };
}

function indexed({ key, messages }: OutboxCommit): Attributes {
  return messages.length === 0 ? {} : { [pendingAttributes.shard]: pendingShardOf(key.partition) };
}

function waiting({ messages }: OutboxCommit): Attributes {
  const [first] = messages;
  return first === undefined ? {} : { [pendingAttributes.since]: first.since ?? 0 };
}

/** An item as a commit leaves it, as far as its outbox goes. */
export function committedItem(commit: OutboxCommit): Item {
  return { key: commit.key, attributes: { version: commit.version, ...outboxCreated(commit) } };
}
