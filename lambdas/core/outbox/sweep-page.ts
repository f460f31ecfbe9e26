import type { Lease } from '../lease/take-lease.ts';
import type { IndexedItem } from '../ports/item-index.ts';
import type { Item, ItemStore } from '../ports/item-store.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type ChosenItem, chooseEntries } from './choose-entries.ts';
import { outboxEntries } from './outbox-entries.ts';
import { pendingAttributes } from './pending-shard.ts';
import { publishOutbox } from './publish-outbox.ts';
import { settleOutbox } from './settle-outbox.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What sweeping some items works with. */
export interface SweepPageDependencies {
  readonly items: Pick<ItemStore, 'get' | 'write'>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
}

/** What to sweep, on behalf of whom. */
export interface SweepPage {
  readonly found: readonly IndexedItem[];
  /**
   * When the youngest messages to send were written, in milliseconds since the epoch: what is younger waits, because an
   * older one of its key may lie in an item that a later page holds.
   */
  readonly upTo: number;
  readonly lease: Lease;
  /** Keys of messages that failed earlier in this run, which later ones must not overtake; failures are added. */
  readonly heldKeys: Set<string>;
}

/** What became of some items. */
export interface PageSweep {
  /** Messages found waiting. */
  readonly messages: number;
  readonly published: number;
  /** When the oldest of the items began to wait; undefined when none has anything to publish. */
  readonly oldest: number | undefined;
  /** Whether another has taken the lease over; then nothing was settled. */
  readonly lost: boolean;
}

/**
 * Publishes what some items have waiting, oldest first, and settles it.
 *
 * The lease is renewed between the two, so that an owner who was too slow leaves the settling to the next one.
 */
export async function sweepPage(dependencies: SweepPageDependencies, page: SweepPage): Promise<PageSweep> {
  const { lease, heldKeys } = page;
  const read = await readAll(dependencies, page.found);
  const partitions = groupBy(read, ({ item }) => item.key.partition);
  const chosen = [...partitions.values()].map((items) =>
    chooseEntries(
      items.map(({ item }) => item),
      page.upTo,
    ),
  );
  const entries = chosen.flatMap(({ line }) => line);
  const sendable = entries.filter(({ message }) => !heldKeys.has(message.key)).map(({ message }) => message);
  const refused = sendable.length === 0 ? new Set<string>() : await publishOutbox(dependencies, sendable);
  const published = new Set(sendable.map(({ id }) => id).filter((id) => !refused.has(id)));
  for (const { key } of sendable.filter(({ id }) => refused.has(id))) {
    heldKeys.add(key);
  }
  const lost = read.length > 0 && !(await lease.renew());
  if (!lost) {
    const items = chosen.flatMap((one) => one.items);
    await Promise.all(items.map((one) => settle(dependencies, one, published)));
  }
  const ages = read.filter(({ item }) => outboxEntries(item).length > 0).map(({ since }) => since);
  return {
    messages: entries.length,
    published: published.size,
    oldest: ages.length === 0 ? undefined : Math.min(...ages),
    lost,
  };
}

interface ReadItem {
  readonly item: Item;
  readonly since: number;
}

async function readAll({ items }: SweepPageDependencies, found: readonly IndexedItem[]): Promise<readonly ReadItem[]> {
  const read = found.map(async ({ key, at }): Promise<readonly ReadItem[]> => {
    const item = await items.get(key);
    // The index may be late: what has left it meanwhile needs nothing.
    return item !== undefined && Object.hasOwn(item.attributes, pendingAttributes.shard) ? [{ item, since: at }] : [];
  });
  return (await Promise.all(read)).flat();
}

async function settle(
  { items, telemetry }: SweepPageDependencies,
  { item, entries, more }: ChosenItem,
  published: ReadonlySet<string>,
): Promise<void> {
  const gone = entries.filter(({ message }) => published.has(message.id));
  const keeps = more || gone.length < entries.length;
  if (keeps && gone.length === 0) {
    return;
  }
  try {
    await settleOutbox(items, { seen: item, published: new Set(gone.map(({ position }) => position)), keeps });
  } catch (cause) {
    telemetry.error('outbox entries not removed', { partition: item.key.partition, entries: gone.length }, cause);
  }
}
