import type { Item } from '../ports/item-store.ts';
import { type OutboxEntry, outboxEntries } from './outbox-entries.ts';

/** Messages of one partition that are published and settled at once: what one update can remove. */
const messagesAtOnce = 100;

/** An item with those of its messages that are to be sent now. */
export interface ChosenItem {
  readonly item: Item;
  readonly entries: readonly OutboxEntry[];
  /** Whether more than these wait in it. */
  readonly more: boolean;
}

/** What is to be sent now of the items of one partition. */
export interface ChosenEntries {
  readonly items: readonly ChosenItem[];
  /** The messages of all of them in the order of their commits. */
  readonly line: readonly OutboxEntry[];
}

/**
 * Chooses what to send of the items of one partition, which keep one order: what an item has no room for lies in others
 * beside it. From the first message that was written after `upTo` (milliseconds since the epoch) on, all wait.
 */
export function chooseEntries(items: readonly Item[], upTo: number): ChosenEntries {
  const stored = items.map((item) => ({ item, all: outboxEntries(item) }));
  const all = stored.flatMap((one) => one.all).sort(byPosition);
  const young = all.findIndex(({ message }) => (message.since ?? 0) > upTo);
  const line = all.slice(0, Math.min(young === -1 ? all.length : young, messagesAtOnce));
  const chosen = new Set(line);
  return {
    line,
    items: stored.map((one) => {
      const entries = one.all.filter((entry) => chosen.has(entry));
      return { item: one.item, entries, more: entries.length < one.all.length };
    }),
  };
}

function byPosition(one: OutboxEntry, other: OutboxEntry): number {
  return one.position < other.position ? -1 : one.position > other.position ? 1 : 0;
}
