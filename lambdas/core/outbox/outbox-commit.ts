import type { Attributes, Item, ItemKey, ItemValue } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { carriedField, outboxAttribute, outboxPaths, outboxValues } from './outbox-entries.ts';
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
  /** Whether further messages of it lie in carriers beside the item. @default false */
  readonly carried?: boolean;
}

/** What a commit adds to the outbox itself; that some of it lies beside the outbox is marked there for ever. */
export function outboxAdditions({ version, messages, claimedUntil, carried }: OutboxCommit): Record<string, ItemValue> {
  return { ...outboxValues(version, messages, claimedUntil), ...(carried === true && { [carriedField]: true }) };
}

/** The attributes of a new item that hold its messages and, when there are any, put it into the index of the pending. */
export function outboxCreated(commit: OutboxCommit): Attributes {
  return { [outboxAttribute]: outboxAdditions(commit), ...indexed(commit), ...waiting(commit) };
}

/**
 * The same for an update of an item whose outbox exists.
 *
 * An item that still waits keeps its place in the index: a busy item that nobody relays must grow old, not stay young.
 */
export function outboxAdded(commit: OutboxCommit): { readonly set: Attributes; readonly setIfAbsent: Attributes } {
  return { set: { ...outboxPaths(outboxAdditions(commit)), ...indexed(commit) }, setIfAbsent: waiting(commit) };
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
