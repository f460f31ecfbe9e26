import type { Condition, Item, ItemStore, Update, WriteResult } from '../ports/item-store.ts';
import { type OutboxEntry, outboxAttribute, outboxEntries } from './outbox-entries.ts';
import { carrierDays, carrierMark } from './outbox-carrier.ts';
import { pendingAttributes } from './pending-shard.ts';

/** What is known of an item of which messages were published. */
export interface Settled {
  /** The item as it was seen, perhaps some commits ago. */
  readonly seen: Item;
  /** Positions of the messages that a broker has accepted. */
  readonly published: ReadonlySet<string>;
  /** Whether some of its messages are known to stay. */
  readonly keeps: boolean;
}

/** Entries that may be in doubt; each is a condition, and the text of all has to fit 4 KB. */
const mostConditions = 50;

/**
 * Takes published messages out of an item's outbox and, when nothing is left, the item out of the index.
 *
 * One write where the item is as it was seen. That nothing is left is certain when the version has not moved since and
 * none of the other entries seen is there any more: the number of entries alone would not tell one that left from one
 * that came. Where it has moved, a refusal shows the item as it is and costs a second write, and seldom a third.
 */
export async function settleOutbox(
  items: Pick<ItemStore, 'write'>,
  { seen, published, keeps }: Settled,
): Promise<void> {
  if (!Object.hasOwn(seen.attributes, pendingAttributes.shard)) {
    await items.write(removal(seen, [...published], [{ item: 'present' }]));
    return;
  }
  let current: Item | undefined = seen;
  if (!keeps && left(seen, published).length <= mostConditions) {
    current = currentOf(await items.write(emptying(seen, published)));
    if (current !== undefined && left(current, published).length === 0) {
      current = currentOf(await items.write(emptying(current, published)));
    }
  }
  const thinner = current === undefined ? undefined : thinning(current, published);
  if (thinner !== undefined) {
    await items.write(thinner);
  }
}

/** Undefined when there is nothing more to do: the write was made, or the item is gone. */
function currentOf(result: WriteResult): Item | undefined {
  return result.ok ? undefined : result.current;
}

function left(item: Item, published: ReadonlySet<string>): readonly OutboxEntry[] {
  return outboxEntries(item).filter(({ position }) => !published.has(position));
}

/** Refused unless nothing but the published is left. */
function emptying(item: Item, published: ReadonlySet<string>): Update {
  const { version } = item.attributes;
  const others = left(item, published);
  const unmoved: Condition =
    typeof version === 'number' ? { attribute: 'version', is: 'equal', value: version } : { any: [] };
  const { shard, since } = pendingAttributes;
  const update = removal(item, [...published], [{ item: 'present' }, unmoved, ...others.map(gone)]);
  return { ...update, ...goneSoon(item), remove: [...(update.remove ?? []), shard, since] };
}

/** An item that is nothing but an outbox is of no use once that is empty; the store drops it when it likes. */
function goneSoon({ attributes }: Item): Pick<Update, 'set'> {
  const since = attributes[pendingAttributes.since];
  return attributes[carrierMark] === true && typeof since === 'number'
    ? { set: { expiresAt: Math.floor(since / 1000) + carrierDays * 86_400 } }
    : {};
}

function gone({ position }: OutboxEntry): Condition {
  return { attribute: pathTo(position), is: 'absent' };
}

/** The item stays in the index, as old as the oldest message that is left; refused when another has emptied it. */
function thinning(item: Item, published: ReadonlySet<string>): Update | undefined {
  const ages = left(item, published).map(({ message }) => message.since ?? 0);
  const update = removal(item, [...published], [{ attribute: pendingAttributes.since, is: 'present' }]);
  if (ages.length > 0) {
    return { ...update, set: { [pendingAttributes.since]: Math.min(...ages) } };
  }
  return published.size === 0 ? undefined : update;
}

function removal({ key }: Item, published: readonly string[], when: readonly Condition[]): Update {
  return { kind: 'update', key, remove: published.map(pathTo), when };
}

function pathTo(position: string): string {
  return `${outboxAttribute}.${position}`;
}
