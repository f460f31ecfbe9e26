import type { Clock } from '../ports/clock.ts';
import type { ItemChange } from '../ports/item-change.ts';
import type { Item, ItemKey, ItemStore } from '../ports/item-store.ts';
import { type OutboxEntry, outboxEntries } from './outbox-entries.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What a change of an item has for the relay to publish. */
export interface RelayedCommit {
  readonly change: ItemChange;
  readonly entries: readonly OutboxEntry[];
  /** The item as it was seen last. @default as the newest change of the batch shows it */
  readonly seen?: Item;
  /** Whether more is left in the item's outbox, for someone else. @default false */
  readonly keeps?: boolean;
}

/** What the relay looks with at messages that whoever committed them publishes itself. */
export interface ClaimReader {
  readonly items: Pick<ItemStore, 'get'>;
  readonly clock: Clock;
}

/** A text that stands for an item. */
export function itemText({ partition, sort }: ItemKey): string {
  return `${partition}\n${sort}`;
}

/**
 * Reads every item again that a claim is on, one read for each, and answers what is left for the relay, in the order of
 * the commits: a message may lie in a carrier, and a later one of its key in the item beside it.
 *
 * What is gone has been published. What is still there is the relay's once its claim is over; before that it is left,
 * with all later messages of its key, to the sweeper: whoever holds the claim may be publishing it, and failing the
 * shard until it is over would hold back every other item of it.
 */
export async function unclaimedCommits(
  commits: readonly RelayedCommit[],
  reader: ClaimReader,
): Promise<readonly RelayedCommit[]> {
  const claimed = [...groupBy(commits, ({ change }) => itemText(change.key)).values()].filter((group) =>
    group.some(isClaimed),
  );
  const left = await Promise.all(claimed.map((group) => leftOf(group, reader)));
  const leftOfChange = new Map(left.flat().map((commit) => [commit.change, commit]));
  return commits.map((commit) => leftOfChange.get(commit.change) ?? commit).filter(({ entries }) => entries.length > 0);
}

function isClaimed({ entries }: RelayedCommit): boolean {
  return entries.some(({ claimedUntil }) => claimedUntil !== undefined);
}

async function leftOf(
  group: readonly RelayedCommit[],
  { items, clock }: ClaimReader,
): Promise<readonly RelayedCommit[]> {
  const [first] = group;
  const seen = first === undefined ? undefined : await items.get(first.change.key);
  if (seen === undefined) {
    return group.map((commit) => ({ ...commit, entries: [] }));
  }
  const newest = group.flatMap(({ entries }) => entries.map(({ position }) => position)).reduce(later, '');
  // Older ones too: they may have been left here before, and then these must not overtake them.
  const waiting = outboxEntries(seen).filter(({ position }) => position <= newest);
  const heldKeys = new Set<string>();
  const entries = waiting.filter(({ message, claimedUntil = 0 }) => {
    if (claimedUntil > clock.now()) {
      heldKeys.add(message.key);
    }
    return !heldKeys.has(message.key);
  });
  return shared(group, { entries, seen, keeps: entries.length < waiting.length });
}

/** Each commit with what is left up to its own messages; the first one takes the older ones too. */
function shared(
  group: readonly RelayedCommit[],
  { entries, ...look }: Pick<RelayedCommit, 'entries' | 'seen' | 'keeps'>,
): readonly RelayedCommit[] {
  let from = '';
  return group.map(({ change, entries: own }) => {
    const after = from;
    from = own.map(({ position }) => position).reduce(later, from);
    return { change, ...look, entries: entries.filter(({ position }) => position > after && position <= from) };
  });
}

function later(left: string, right: string): string {
  return left > right ? left : right;
}
