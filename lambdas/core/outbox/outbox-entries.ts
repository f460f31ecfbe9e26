import type { Item, ItemValue } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

/** The attribute in which an item keeps what it has committed but not yet published: a map from position to message. */
export const outboxAttribute = 'outbox';

/** A message waiting in an item's outbox. */
export interface OutboxEntry {
  /** Sorts by commit; the path to remove is `outbox.<position>`. */
  readonly position: string;
  readonly message: OutgoingMessage;
}

/** Positions sort as text: twelve digits of the item's version, three of the message within the commit. */
export function outboxPosition(version: number, index: number): string {
  return `${String(version).padStart(12, '0')}${String(index).padStart(3, '0')}`;
}

/** The attribute values of some messages committed as `version`. */
export function outboxValues(version: number, messages: readonly OutgoingMessage[]): Record<string, ItemValue> {
  return Object.fromEntries(messages.map((message, index) => [outboxPosition(version, index), { ...message }]));
}

/** The same values as paths into an item whose outbox exists, for an update that leaves other entries alone. */
export function outboxPaths(values: Readonly<Record<string, ItemValue>>): Record<string, ItemValue> {
  return Object.fromEntries(
    Object.entries(values).map(([position, message]) => [`${outboxAttribute}.${position}`, message] as const),
  );
}

/** What an item still has to publish, oldest first. */
export function outboxEntries(item: Item | undefined): readonly OutboxEntry[] {
  const outbox = item?.attributes[outboxAttribute];
  if (!isMap(outbox)) {
    return [];
  }
  return Object.keys(outbox)
    .sort()
    .flatMap((position) => entryOf(position, outbox[position]));
}

function entryOf(position: string, value: ItemValue | undefined): readonly OutboxEntry[] {
  if (!isMap(value)) {
    return [];
  }
  const { id, type, key, body, since } = value;
  const waiting = typeof since === 'number' ? { since } : {};
  return typeof id === 'string' && typeof type === 'string' && typeof key === 'string' && typeof body === 'string'
    ? [{ position, message: { id, type, key, body, ...waiting } }]
    : [];
}

function isMap(value: ItemValue | undefined): value is Readonly<Record<string, ItemValue>> {
  return typeof value === 'object' && !Array.isArray(value);
}
