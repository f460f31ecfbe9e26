import type { ItemChange } from '../ports/item-change.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { outboxEntries } from './outbox-entries.ts';
import { publishOutbox } from './publish-outbox.ts';
import { settleOutbox } from './settle-outbox.ts';
import { type ClaimReader, type RelayedCommit, itemText, unclaimedCommits } from './unclaimed-commits.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What became of a batch of changes. */
export interface RelayResult {
  /** The lowest sequence whose messages are not all published; the batch is to be repeated from there. */
  readonly failedFrom: string | undefined;
}

/** Publishes what the table's stream shows as committed, then takes it out of the items' outboxes. */
export interface OutboxRelay {
  /** `changes` in the order of the stream. */
  relay(changes: readonly ItemChange[]): Promise<RelayResult>;
}

/** What a relay works with. */
export interface OutboxRelayDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  /** Looks at messages that whoever committed them publishes itself. @default they are published as all others */
  readonly claims?: ClaimReader;
}

/**
 * Creates the relay.
 *
 * A repeated batch publishes again with the same ids, so consumers recognise the duplicates; nothing committed is
 * skipped. A message leaves its outbox only after the broker has accepted it. One whose consumer publishes it itself is
 * not sent again unless that failed.
 */
export function createOutboxRelay(dependencies: OutboxRelayDependencies): OutboxRelay {
  return {
    async relay(changes) {
      const added = changes.map(commitOf).filter(({ entries }) => entries.length > 0);
      const { claims } = dependencies;
      const commits = claims === undefined ? added : await unclaimedCommits(added, claims);
      const messages = commits.flatMap(({ entries }) => entries.map(({ message }) => message));
      if (messages.length === 0) {
        return { failedFrom: undefined };
      }
      const refused = await publishOutbox(dependencies, messages);
      const unpublished = commits.filter(({ entries }) => entries.some(({ message }) => refused.has(message.id)));
      const unsettled = await settle(dependencies, changes, { commits, refused });
      return { failedFrom: lowest([...unpublished, ...unsettled]) };
    },
  };
}

function commitOf(change: ItemChange): RelayedCommit {
  const known = new Set(outboxEntries(change.before).map(({ position }) => position));
  return { change, entries: outboxEntries(change.after).filter(({ position }) => !known.has(position)) };
}

/** Removes what was published, item by item; answers the commits whose removal failed. */
async function settle(
  { items, telemetry }: OutboxRelayDependencies,
  changes: readonly ItemChange[],
  { commits, refused }: { readonly commits: readonly RelayedCommit[]; readonly refused: ReadonlySet<string> },
): Promise<readonly RelayedCommit[]> {
  const newest = new Map(changes.map((change) => [itemText(change.key), change.after]));
  const settlements = [...groupBy(commits, ({ change }) => itemText(change.key))].map(async ([item, group]) => {
    const entries = group.flatMap((commit) => commit.entries);
    const published = entries.filter(({ message }) => !refused.has(message.id));
    const seen = group.find((commit) => commit.seen !== undefined)?.seen ?? newest.get(item);
    const kept = group.some(({ keeps }) => keeps === true);
    if (seen === undefined || published.length === 0) {
      return [];
    }
    try {
      const positions = new Set(published.map(({ position }) => position));
      await settleOutbox(items, { seen, published: positions, keeps: kept || published.length < entries.length });
      return [];
    } catch (cause) {
      telemetry.error(
        'outbox entries not removed',
        { partition: seen.key.partition, entries: published.length },
        cause,
      );
      return group;
    }
  });
  return (await Promise.all(settlements)).flat();
}

/** Sequence numbers are decimal numbers of up to 40 digits: compared by value, not as text. */
function lowest(commits: readonly RelayedCommit[]): string | undefined {
  return commits
    .map(({ change }) => change.sequence)
    .reduce<string | undefined>(
      (least, next) => (least === undefined || BigInt(next) < BigInt(least) ? next : least),
      undefined,
    );
}
