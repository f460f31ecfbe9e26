import type { ItemChange } from '../ports/item-change.ts';
import type { ItemKey, ItemStore } from '../ports/item-store.ts';
import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type OutboxEntry, outboxAttribute, outboxEntries } from './outbox-entries.ts';

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
}

/** The log line that says how many messages of each type a batch published; a report reads it back. */
export const publishedLine = 'messages published';

interface Commit {
  readonly change: ItemChange;
  readonly entries: readonly OutboxEntry[];
}

/**
 * Creates the relay.
 *
 * A repeated batch publishes again with the same ids, so consumers recognise the duplicates; nothing committed is
 * skipped. A message leaves its outbox only after the broker has accepted it.
 */
export function createOutboxRelay(dependencies: OutboxRelayDependencies): OutboxRelay {
  const { publisher, telemetry } = dependencies;
  return {
    async relay(changes) {
      const commits = changes.map(commitOf).filter(({ entries }) => entries.length > 0);
      const messages = commits.flatMap(({ entries }) => entries.map(({ message }) => message));
      if (messages.length === 0) {
        return { failedFrom: undefined };
      }
      const { failed } = await publisher.publish(messages);
      telemetry.count('MessagesPublished', messages.length - failed.length);
      telemetry.count('PublishFailures', failed.length);
      for (const { id, reason } of failed) {
        telemetry.warn('message not published', { messageId: id, reason });
      }
      const refused = new Set(failed.map(({ id }) => id));
      telemetry.info(publishedLine, countByType(messages, refused));
      const unpublished = commits.filter(({ entries }) => entries.some(({ message }) => refused.has(message.id)));
      const unsettled = await settle(dependencies, commits, refused);
      return { failedFrom: lowest([...unpublished, ...unsettled]) };
    },
  };
}

function countByType(
  messages: readonly OutgoingMessage[],
  refused: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { id, type } of messages) {
    if (!refused.has(id)) {
      counts[type] = (counts[type] ?? 0) + 1;
    }
  }
  return counts;
}

function commitOf(change: ItemChange): Commit {
  const known = new Set(outboxEntries(change.before).map(({ position }) => position));
  return { change, entries: outboxEntries(change.after).filter(({ position }) => !known.has(position)) };
}

/** Removes what was published, one write an item; answers the commits whose removal failed. */
async function settle(
  { items, telemetry }: OutboxRelayDependencies,
  commits: readonly Commit[],
  refused: ReadonlySet<string>,
): Promise<readonly Commit[]> {
  const settlements = [...byItem(commits)].map(async (group) => {
    const published = group.flatMap(({ entries }) => entries.filter(({ message }) => !refused.has(message.id)));
    const key = group[0]?.change.key;
    if (key === undefined || published.length === 0) {
      return [];
    }
    try {
      await items.write(removal(key, published));
      return [];
    } catch (cause) {
      telemetry.error('outbox entries not removed', { partition: key.partition, entries: published.length }, cause);
      return group;
    }
  });
  return (await Promise.all(settlements)).flat();
}

function byItem(commits: readonly Commit[]): Iterable<readonly Commit[]> {
  return Map.groupBy(commits, ({ change: { key } }) => `${key.partition}\n${key.sort}`).values();
}

function removal(key: ItemKey, entries: readonly OutboxEntry[]): Parameters<ItemStore['write']>[0] {
  return {
    kind: 'update',
    key,
    remove: entries.map(({ position }) => `${outboxAttribute}.${position}`),
    when: [{ item: 'present' }],
  };
}

/** Sequence numbers are decimal numbers of up to 40 digits: compared by value, not as text. */
function lowest(commits: readonly Commit[]): string | undefined {
  return commits
    .map(({ change }) => change.sequence)
    .reduce<string | undefined>(
      (least, next) => (least === undefined || BigInt(next) < BigInt(least) ? next : least),
      undefined,
    );
}
