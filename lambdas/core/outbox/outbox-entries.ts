import type { Attributes, Item, ItemValue } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** The attribute in which an item keeps what it has committed but not yet published: a map from position to message. */
export const outboxAttribute = 'outbox';

/** The field of a waiting message that says until when whoever committed it publishes it. */
export const claimField = 'claimedUntil';

/** The mark in an outbox that says that messages of its item were put into carriers, where others may still wait. */
export const carriedField = 'carried';

/** A message waiting in an item's outbox. */
export interface OutboxEntry {
  /** Sorts by commit; the path to remove is `outbox.<position>`. */
  readonly position: string;
  readonly message: OutgoingMessage;
  /** Until when whoever committed it publishes it, in milliseconds since the epoch; undefined: the relay does. */
  readonly claimedUntil?: number;
}

/** Positions sort as text: twelve digits of the item's version, three of the message within the commit. */
export function outboxPosition(version: number, index: number): string {
  return `${String(version).padStart(12, '0')}${String(index).padStart(3, '0')}`;
}

/** Most messages of one commit in one item: positions have three digits for them. */
export const mostMessages = 1000;

/** The attribute values of some messages committed as `version`, under a claim until some time if there is one. */
export function outboxValues(
  version: number,
  messages: readonly OutgoingMessage[],
  claimedUntil?: number,
): Record<string, ItemValue> {
  const claim: Attributes = claimedUntil === undefined ? {} : { [claimField]: claimedUntil };
  return Object.fromEntries(
    messages.map((message, index) => [outboxPosition(version, index), { ...message, ...claim }] as const),
  );
}

/** Values of an outbox as paths into an item whose outbox exists, for an update that leaves other entries alone. */
export function outboxPaths(values: Readonly<Record<string, ItemValue>>): Record<string, ItemValue> {
  return Object.fromEntries(
    Object.entries(values).map(([position, message]) => [`${outboxAttribute}.${position}`, message] as const),
  );
}

/** What an item still has to publish, oldest first. */
export function outboxEntries(item: Item | undefined): readonly OutboxEntry[] {
  return waitingEntries(waitingIn(item));
}

/** The outbox of an item as it lies there: values by position. */
export function waitingIn(item: Item | undefined): Attributes {
  const outbox = item?.attributes[outboxAttribute];
  return isMap(outbox) ? outbox : {};
}

/** The entries of an outbox, oldest first. */
export function waitingEntries(outbox: Attributes): readonly OutboxEntry[] {
  return Object.keys(outbox)
    .sort()
    .flatMap((position) => entryOf(position, outbox[position]));
}

function entryOf(position: string, value: ItemValue | undefined): readonly OutboxEntry[] {
  if (!isMap(value)) {
    return [];
  }
  const { id, type, key, body, since, dueAt, to, [claimField]: until } = value;
  const claim = typeof until === 'number' ? { claimedUntil: until } : {};
  const times = { ...moment('since', since), ...moment('dueAt', dueAt) };
  return typeof id === 'string' && typeof type === 'string' && typeof key === 'string' && typeof body === 'string'
    ? [{ position, message: { id, type, key, body, ...times, ...(typeof to === 'string' && { to }) }, ...claim }]
    : [];
}

function moment<Name extends string>(name: Name, at: ItemValue | undefined): { readonly [Key in Name]?: number } {
  return typeof at === 'number' ? ({ [name]: at } as { readonly [Key in Name]?: number }) : {};
}

function isMap(value: ItemValue | undefined): value is Readonly<Record<string, ItemValue>> {
  return typeof value === 'object' && !Array.isArray(value);
}
