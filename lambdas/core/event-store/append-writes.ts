import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Attributes, ItemValue, Put, Update } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { isLongerThan } from '../text/is-longer-than.ts';
import type { Fold } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import type { Loaded } from './loaded-stream.ts';
import { type Tip, batchKey, tipKey } from './tip.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';
import type { OutboxChange } from '../unit-of-work/outbox-change.ts';

/** Bytes of events a tip may hold before its older ones are calved off; far below the 400 KB of an item. */
export const calveAtBytes = 32 * 1024;

/** Bytes of a snapshot that a tip may hold; a state that is larger is folded from its events instead. */
export const longestSnapshotBytes = 64 * 1024;

/** An append as changes, and the stream as it will be. */
export interface AppendWrites<State> {
  readonly tip: OutboxChange;
  /** The events that the tip calves off, if it does. */
  readonly batches: readonly Put[];
  readonly loaded: Loaded<State>;
}

/** Events with their ids. */
export interface RecordedEvents {
  readonly envelopes: readonly Envelope[];
  /** The same serialised, the data of some perhaps kept elsewhere. */
  readonly events: readonly string[];
  /** Those of them that are to be published. */
  readonly messages: readonly OutgoingMessage[];
}

/** Renders an append: the change of the tip, which calves the tip's events into a batch item when they would exceed {@link calveAtBytes}. */
export function appendWrites<State>(
  request: RecordedEvents & { readonly fold: Fold<State>; readonly after: Loaded<State> },
): AppendWrites<State> {
  const { fold, after, envelopes, events, messages } = request;
  const state = evolveAll(fold, after.state, envelopes);
  const bytes = events.reduce((sum, event) => sum + utf8Bytes(event), 0);
  const calves = after.tip.events.length > 0 && after.tip.bytes + bytes > calveAtBytes;
  const tip: Tip = {
    version: after.tip.version + events.length,
    base: calves ? after.tip.version : after.tip.base,
    events: calves ? events : [...after.tip.events, ...events],
    bytes: calves ? bytes : after.tip.bytes + bytes,
    snapshot: snapshot(fold, state, after.tip.version + events.length),
  };
  const write = after.tip.version === 0 ? creation(after, tip) : change(after, tip, events);
  return {
    tip: { write, version: tip.version, messages, holds: attributesOf(tip), waiting: after.tip.waiting ?? {} },
    batches: calves ? [batch(after)] : [],
    loaded: { stream: after.stream, state, tip },
  };
}

function creation({ stream }: Loaded<unknown>, tip: Tip): Put {
  return { kind: 'put', key: tipKey(stream), attributes: attributesOf(tip), when: [{ item: 'absent' }] };
}

function attributesOf(tip: Tip): Attributes {
  const { version, base, bytes, events } = tip;
  return { version, base, bytes, events, ...kept(tip) };
}

function change(after: Loaded<unknown>, tip: Tip, events: readonly string[]): Update {
  const calved = tip.base !== after.tip.base;
  return {
    kind: 'update',
    key: tipKey(after.stream),
    set: {
      version: tip.version,
      bytes: tip.bytes,
      ...(calved ? { base: tip.base, events: tip.events } : {}),
      ...kept(tip),
    },
    ...(calved ? {} : { append: { events } }),
    // Equality, not absence of a successor: a version that skips one must be impossible.
    when: [{ attribute: 'version', is: 'equal', value: after.tip.version }],
  };
}

function batch({ stream, tip }: Loaded<unknown>): Put {
  return {
    kind: 'put',
    key: batchKey(stream, tip.version),
    attributes: { version: tip.version, base: tip.base, events: tip.events },
    when: [{ item: 'absent' }],
  };
}

function kept({ snapshot: state }: Tip): { readonly snapshot?: ItemValue } {
  return state === undefined ? {} : { snapshot: state };
}

function snapshot<State>(fold: Fold<State>, state: State, version: number): Tip['snapshot'] {
  if (fold.snapshot === undefined) {
    return undefined;
  }
  const text = JSON.stringify(state);
  return isLongerThan(text, longestSnapshotBytes)
    ? undefined
    : { reducer: fold.snapshot.version, version, state: text };
}
