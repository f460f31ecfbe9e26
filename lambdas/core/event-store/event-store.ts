import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Draft, EventType } from '../../contracts/events/event-type.ts';
import type { Cause, MessageWriter } from '../outbox/message-writer.ts';
import type { OutboxCommit } from '../outbox/outbox-commit.ts';
import type { OutboxDispatch } from '../outbox/outbox-dispatch.ts';
import { outboxValues } from '../outbox/outbox-entries.ts';
import { outgoingMessage } from '../outbox/outgoing-message.ts';
import type { Spill } from '../payload/spill.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { Attributes, Check, ItemStore, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { createUnitOfWork } from '../unit-of-work/unit-of-work.ts';
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
  /** Publishes what was committed at once. @default the relay does */
  readonly dispatch?: OutboxDispatch;
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
      const unit = createUnitOfWork(dependencies);
      unit.change(next.tip);
      unit.add(...next.batches, ...alongside);
      const result = await unit.commit();
      if (result.ok) {
        return { kind: 'appended', stream: waitingBehind(next.loaded, after, result.outboxes), events: envelopes };
      }
      const ownCount = 1 + next.batches.length;
      const own = result.refused.find(({ index }) => index < ownCount);
      if (own === undefined) {
        return { kind: 'refused', alongside: result.refused.map(({ index }) => index - ownCount) };
      }
      // The tip is always the first change; only its refusal carries the stream's current state.
      const tip = own.index === 0 ? own.current : await items.get(tipKey(after.stream));
      return { kind: 'conflict', stream: await read(fold, after.stream, tipOf(tip)) };
    },
  };
}

/** What was committed counts as waiting, also when it is published by now: that is on the safe side. */
function waitingBehind<State>(
  stream: Loaded<State>,
  { tip: { waiting } }: Loaded<unknown>,
  outboxes: readonly OutboxCommit[],
): Loaded<State> {
  const added = outboxes.map(({ version, messages, claimedUntil }) => outboxValues(version, messages, claimedUntil));
  return { ...stream, tip: { ...stream.tip, waiting: Object.assign({}, waiting, ...added) as Attributes } };
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
  return { events, messages };
}
