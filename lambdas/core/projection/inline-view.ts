import type { EventType } from '../../contracts/events/event-type.ts';
import { knownTypes } from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft } from '../../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../consume/consumer.ts';
import type { Fold } from '../event-store/decider.ts';
import type { AppendAllResult, EventStore } from '../event-store/event-store.ts';
import type { Loaded } from '../event-store/loaded-stream.ts';
import { readEvents } from '../event-store/read-events.ts';
import { type StreamAppend, appendTo } from '../event-store/stream-append.ts';
import { tipKey, tipOf } from '../event-store/tip.ts';
import type { Cause } from '../outbox/message-writer.ts';
import { decodeAll } from '../payload/decode-all.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Attributes, Item, ItemKey, ItemStore, Write } from '../ports/item-store.ts';
import { type MergedRow, mergedWith, newRow, rowAttributes, rowWrite, unchangedRow } from './merged-row.ts';
import type { FieldsChange } from './row-change.ts';
import { viewStore } from './view-key.ts';

/**
 * A view that is true in the very moment its stream changes: one row for each stream, in the event table, written with
 * the append.
 */
export interface InlineView<Types extends readonly EventType[] = readonly EventType[]> {
  /** Names the view: lower-case words joined by dashes. */
  readonly name: string;
  /** Raise it whenever `project` changes: a row of another version is made anew before it changes. */
  readonly version: number;
  /** Every type that the stream can hold. */
  readonly events: Types;
  /** Must be pure; undefined when the event changes nothing. */
  project(
    event: EnvelopeOf<Types[number]>,
    context: { readonly stream: string; readonly version: number },
  ): FieldsChange | undefined;
}

/** Events for a stream that has an inline view. */
export interface InlineAppend<State> {
  readonly fold: Fold<State>;
  readonly after: Loaded<State>;
  readonly events: readonly Draft[];
  readonly cause: Cause | undefined;
}

/** What inline views work with. */
export interface InlineDependencies {
  readonly events: EventStore;
  /** The event table. */
  readonly items: Pick<ItemStore, 'get' | 'query' | 'write'>;
  readonly payloads?: PayloadSource;
}

/** Names of the fields of a row that say of what it was made. */
const seenField = 'viewSeen';
const madeField = 'viewMade';

/** Where the row of a stream lives. */
export function inlineRowKey({ name }: Pick<InlineView, 'name'>, stream: string): ItemKey {
  return { partition: `${viewStore}-${name}`, sort: stream };
}

/** The row of a stream, as it was with the newest append; undefined when nothing was appended since the view exists. */
export async function readInlineRow(
  items: Pick<ItemStore, 'get'>,
  view: Pick<InlineView, 'name' | 'version'>,
  stream: string,
): Promise<Attributes | undefined> {
  const {
    [seenField]: seen,
    [madeField]: version,
    ...fields
  } = (await items.get(inlineRowKey(view, stream)))?.attributes ?? {};
  return typeof seen === 'number' && version === view.version ? fields : undefined;
}

/**
 * Appends events and changes the stream's row in one transaction, held to (stream, version): never twice, never past a
 * gap.
 *
 * A row that is not of the version before, because the view or its version is new, is made anew from the stream's events
 * and the append tried once more. Answers and throws as `EventStore.appendAll` does.
 */
export async function appendWithView<State, const Types extends readonly EventType[]>(
  dependencies: InlineDependencies,
  view: InlineView<Types>,
  append: InlineAppend<State>,
): Promise<AppendAllResult> {
  const { events, items } = dependencies;
  const { after, cause } = append;
  const together = { appends: [withRow(view, append)], cause };
  const result = await events.appendAll(together);
  if (result.kind !== 'conflict' || after.tip.version === 0) {
    return result;
  }
  const row = await items.get(inlineRowKey(view, after.stream));
  if (reaches(view, row, after.tip.version)) {
    return result;
  }
  const version = await repairInlineRow(dependencies, view, after.stream);
  return version === after.tip.version ? events.appendAll(together) : result;
}

/** Makes the row of a stream anew from all its events; answers the version it is of. May run at any time. */
export async function repairInlineRow<const Types extends readonly EventType[]>(
  { items, payloads }: InlineDependencies,
  view: InlineView<Types>,
  stream: string,
): Promise<number> {
  const key = inlineRowKey(view, stream);
  const row = await items.get(key);
  const tip = tipOf(await items.get(tipKey(stream)));
  if (tip.version === 0) {
    // The first append makes the row, and is refused where there is one.
    return 0;
  }
  const texts = await readEvents({ items, stream, tip });
  const envelopes = await decodeAll(texts, knownTypes(view.events), payloads);
  const merged = changedBy(view, { row: newRow, stream, before: 0, envelopes });
  const attributes = { ...rowAttributes(merged), [seenField]: tip.version, [madeField]: view.version };
  const seen = row?.attributes[seenField];
  await items.write({
    kind: 'put',
    key,
    attributes,
    // An append that was faster has a newer row, which stays.
    when: [typeof seen === 'number' ? { attribute: seenField, is: 'equal', value: seen } : { item: 'absent' }],
  });
  return tip.version;
}

function withRow<State>(view: InlineView, { fold, after, events }: InlineAppend<State>): StreamAppend<State> {
  const append = appendTo(fold, { after, events });
  return {
    ...append,
    render: async (recorded) => {
      const writes = await append.render(recorded);
      return { ...writes, beside: [...writes.beside, rowChange(view, after, recorded.envelopes)] };
    },
  };
}

function rowChange(view: InlineView, { stream, tip }: Loaded<unknown>, envelopes: readonly Envelope[]): Write {
  const key = inlineRowKey(view, stream);
  const merged = changedBy(view, { row: unchangedRow, stream, before: tip.version, envelopes });
  const write = rowWrite(key, merged);
  const marks = { [seenField]: tip.version + envelopes.length, [madeField]: view.version };
  const equal = (attribute: string, value: number) => ({ attribute, is: 'equal', value }) as const;
  return {
    kind: 'update',
    key,
    ...(write?.kind === 'update' ? write : {}),
    set: { ...(write?.kind === 'update' ? write.set : {}), ...marks },
    when: tip.version === 0 ? [{ item: 'absent' }] : [equal(seenField, tip.version), equal(madeField, view.version)],
  };
}

function changedBy(
  view: InlineView,
  request: {
    readonly row: MergedRow;
    readonly stream: string;
    readonly before: number;
    readonly envelopes: readonly Envelope[];
  },
): MergedRow {
  const { stream, before, envelopes } = request;
  return envelopes.reduce((row, envelope, index) => {
    const change = view.project(envelope, { stream, version: before + index + 1 });
    return change === undefined ? row : mergedWith(row, { ...change, row: stream });
  }, request.row);
}

/** Whether it was the stream that had moved on, and not the row that was behind. */
function reaches({ version }: Pick<InlineView, 'version'>, row: Item | undefined, wanted: number): boolean {
  const seen = row?.attributes[seenField];
  return typeof seen === 'number' && seen >= wanted && row?.attributes[madeField] === version;
}
