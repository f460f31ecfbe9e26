import { type OutboxCommit, outboxAdded, outboxCreated } from '../outbox/outbox-commit.ts';
import { carriedField, claimField, waitingEntries } from '../outbox/outbox-entries.ts';
import type { Attributes, Put, Update } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** A change of an item that keeps a version and an outbox. */
export interface OutboxChange {
  /** Says nothing of the outbox: a put makes it, an update adds to the one that is there. */
  readonly write: Put | Update;
  /** The item's version after the change; the item keeps it in its attribute `version`. */
  readonly version: number;
  readonly messages: readonly OutgoingMessage[];
  /** What the item will hold beside its outbox, to be held to the limits. @default what a put writes, nothing else */
  readonly holds?: Attributes;
  /** The item's outbox when it was read. @default empty */
  readonly waiting?: Attributes;
}

/** What the item will hold beside its outbox. */
export function heldBy({ write, holds }: OutboxChange): Attributes {
  return holds ?? (write.kind === 'put' ? write.attributes : {});
}

/**
 * Whether older messages of the item wait, and whether any of them is or was under a claim.
 *
 * What lies in carriers is not to be seen from the item, so one that ever had some counts as having some that wait: its
 * new messages go through the relay, behind them.
 */
export function waitingBefore({ waiting = {} }: OutboxChange): 'none' | 'relayed' | 'claimed' {
  const entries = waitingEntries(waiting);
  if (entries.length === 0) {
    return Object.hasOwn(waiting, carriedField) ? 'relayed' : 'none';
  }
  return entries.some((entry) => entry[claimField] !== undefined) ? 'claimed' : 'relayed';
}

/** The write of an item's change and of its messages together. */
export function withOutbox(write: Put | Update, commit: OutboxCommit): Put | Update {
  if (write.kind === 'put') {
    return { ...write, attributes: { ...write.attributes, ...outboxCreated(commit) } };
  }
  const { set, setIfAbsent } = outboxAdded(commit);
  return { ...write, set: { ...write.set, ...set }, setIfAbsent: { ...write.setIfAbsent, ...setIfAbsent } };
}
