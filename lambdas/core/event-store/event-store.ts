import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { Cause, MessageWriter } from '../outbox/message-writer.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Spill } from '../payload/spill.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Check, ItemStore, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { appendWrites } from './append-writes.ts';
import type { Fold } from './decider.ts';
import { foldTip } from './fold-tip.ts';
import type { Loaded } from './loaded-stream.ts';
import { type Tip, tipKey, tipOf } from './tip.ts';

/** What to append to a stream. */
export interface Append<State> {
  /** The stream must still be as it was here; `version` 0 means that it must not exist. */
  readonly after: Loaded<State>;
  readonly events: readonly Draft[];
  readonly cause: Cause | undefined;
  /** Changes of other items that happen in the same transaction. @default none */
  readonly alongside?: readonly (Write | Check)[];
}

/** Appended, or the stream had moved on, or (by their index) some changes alongside were refused. */
export type AppendResult<State> =
  | { readonly kind: 'appended'; readonly stream: Loaded<State>; readonly events: readonly Envelope[] }
  | { readonly kind: 'conflict'; readonly stream: Loaded<State> }
  | { readonly kind: 'refused'; readonly alongside: readonly number[] };

/** Streams of events with optimistic concurrency; each append is one write that holds its outbox too. */
export interface EventStore {
  /** One read; a stream whose older events were calved off is read whole unless its snapshot is fresh. */
  load<State>(fold: Fold<State>, stream: string): Promise<Loaded<State>>;
  /** One write; a transaction when the tip calves or other items change alongside. */
  append<State>(fold: Fold<State>, append: Append<State>): Promise<AppendResult<State>>;
}

/** What an event store works with. */
export interface EventStoreDependencies {
  readonly items: ItemStore;
  readonly writer: MessageWriter;
  /** Events of these types go to the outbox as well; all others stay in their stream. */
  readonly publishes: readonly EventType[];
  /** Puts aside what is too long for its item or its home. @default nothing is put aside */
  readonly spill?: Spill;
  /** Where data lies that was put aside. @default such an event cannot be read */
  readonly payloads?: PayloadSource;
}

/** Creates an event store over a store of items. */
export function createEventStore(dependencies: EventStoreDependencies): EventStore {
  const { items, writer, publishes, payloads } = dependencies;
  const published: ReadonlySet<string> = new Set(publishes.map(({ name }) => name));
  const read = async <State>(fold: Fold<State>, stream: string, tip: Tip): Promise<Loaded<State>> => ({
    stream,
    tip,
    state: await foldTip({ items, fold, stream, tip, payloads }),
  });
  return {
    load: async (fold, stream) => read(fold, stream, tipOf(await items.get(tipKey(stream)))),
    async append(fold, { after, events, cause, alongside = [] }) {
      const envelopes = events.map((draft) => writer.write(draft, cause));
      const recorded = await record(dependencies, envelopes, published);
      const next = appendWrites({ fold, after, envelopes, ...recorded });
      const writes = [...next.writes, ...alongside];
      const [only] = next.writes;
      const result =
        writes.length === 1 && only !== undefined ? wrapped(await items.write(only)) : await items.transact(writes);
      if (result.ok) {
        return { kind: 'appended', stream: next.loaded, events: envelopes };
      }
      const own = result.refused.find(({ index }) => index < next.writes.length);
      if (own === undefined) {
        return { kind: 'refused', alongside: result.refused.map(({ index }) => index - next.writes.length) };
      }
      // The tip is always the first write; only its refusal carries the stream's current state.
      const tip = own.index === 0 ? own.current : await items.get(tipKey(after.stream));
      return { kind: 'conflict', stream: await read(fold, after.stream, tipOf(tip)) };
    },
  };
}

/** Events as their stream keeps them, and those of them that are to be published. */
async function record(
  { spill }: EventStoreDependencies,
  envelopes: readonly Envelope[],
  published: ReadonlySet<string>,
): Promise<{ readonly events: readonly string[]; readonly messages: readonly OutgoingMessage[] }> {
  const events = (await spill?.serialised(envelopes)) ?? envelopes.map((envelope) => JSON.stringify(envelope));
  const messages = envelopes.flatMap((envelope, index) =>
    published.has(envelope.type) ? [outgoingMessage(envelope, events[index])] : [],
  );
  return { events, messages: await Promise.all(messages.map(async (one) => (await spill?.fitting(one)) ?? one)) };
}

function wrapped(result: Awaited<ReturnType<ItemStore['write']>>): Awaited<ReturnType<ItemStore['transact']>> {
  return result.ok ? result : { ok: false, refused: [{ index: 0, current: result.current }] };
}
