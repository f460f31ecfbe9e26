import * as z from 'zod/mini';
import type { Attributes, Item, ItemKey, ItemStore, ItemValue, Put, Update } from '../ports/item-store.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';

/** What moved a saga once. */
export const HistoryEntry = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** The type of the message, or what an operator did: `operator.skip`. */
  message: z.string(),
  /** The id of the message, or of the operator's request. */
  messageId: z.string(),
  /** The step it was about. */
  step: z.optional(z.string()),
  direction: z.optional(z.enum(['run', 'undo'])),
  /** What it led to, where the type does not say: `sent again, attempt 2`. */
  note: z.optional(z.string()),
  /** Who did it, where it was a person. */
  by: z.optional(z.string()),
});

/** What moved a saga once. */
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** Bytes of history in a saga's item before they are calved off into an item of their own; far below its 400 KB. */
export const calveHistoryAtBytes = 32 * 1024;

/** Prefix of the sort keys of the items that hold what was calved off, oldest first. */
export const historyPrefix = 'saga-history#';

/** The attribute of an item that holds history. */
const historyAttribute = 'history';

/** The longer history of a saga: what its item is to be told, and what of it moves to an item of its own. */
export interface HistoryChange {
  readonly update: Pick<Update, 'set' | 'append'>;
  readonly calved: readonly Put[];
  /** What the item will hold. */
  readonly holds: readonly ItemValue[];
}

/** Appends to the history of an item of some version; what it held before is calved off when it would be too much. */
export function historyChange(
  { key, attributes }: Item,
  version: number,
  entries: readonly HistoryEntry[],
): HistoryChange {
  const before = textsIn(attributes);
  const added = entries.map((entry) => JSON.stringify(entry));
  const bytes = [...before, ...added].reduce((sum, text) => sum + utf8Bytes(text), 0);
  if (before.length === 0 || bytes <= calveHistoryAtBytes) {
    const append = added.length === 0 ? {} : { append: { [historyAttribute]: added } };
    return { update: append, calved: [], holds: [...before, ...added] };
  }
  const calved: Put = {
    kind: 'put',
    key: { partition: key.partition, sort: `${historyPrefix}${String(version).padStart(12, '0')}` },
    attributes: { [historyAttribute]: before },
    when: [{ item: 'absent' }],
  };
  return { update: { set: { [historyAttribute]: added } }, calved: [calved], holds: added };
}

/** The newest part of a saga's history, oldest entry first: what its item holds. */
export function historyIn({ attributes }: Pick<Item, 'attributes'>): readonly HistoryEntry[] {
  return textsIn(attributes).map((text) => HistoryEntry.parse(JSON.parse(text)));
}

/** The whole history of a saga, oldest entry first, as its item and those beside it have it. */
export async function sagaHistory(items: Pick<ItemStore, 'query'>, saga: Item): Promise<readonly HistoryEntry[]> {
  const { partition }: ItemKey = saga.key;
  const calved = await items.query({ partition, sortPrefix: historyPrefix });
  return [...calved, saga].flatMap(historyIn);
}

function textsIn({ [historyAttribute]: history }: Attributes): readonly string[] {
  return Array.isArray(history) ? history.filter((text) => typeof text === 'string') : [];
}
