import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Attributes, ItemValue, Put, Update, Write } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { PersonalSeal } from '../privacy/personal-seal.ts';
import type { Fold } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import type { Loaded } from './loaded-stream.ts';
import { nextSnapshot } from './next-snapshot.ts';
import { personsIn } from './persons-in.ts';
import { type Snapshot, snapshotAttribute } from './snapshot.ts';
import { type Tip, batchKey, tipKey } from './tip.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';
import type { OutboxChange } from '../unit-of-work/outbox-change.ts';

/** Bytes of events a tip may hold before its older ones are calved off; far below the 400 KB of an item. */
export const calveAtBytes = 32 * 1024;

/** An append as changes, and the stream as it will be. */
export interface AppendWrites<State> {
  readonly tip: OutboxChange;
  /** The events that the tip calves off, if it does, and a snapshot that is too long for it. */
  readonly beside: readonly Write[];
  readonly loaded: Loaded<State>;
}

/** Events with their ids. */
export interface RecordedEvents {
  /** As readers get them: without what is personal about persons who were forgotten. */
  readonly envelopes: readonly Envelope[];
  /** The same serialised, the data of some perhaps kept elsewhere. */
  readonly events: readonly string[];
  /** Those of them that are to be published. */
  readonly messages: readonly OutgoingMessage[];
  /** Whether the commit has room for a snapshot in items of its own. */
  readonly roomy: boolean;
  /** Seals what is personal. @default nothing does */
  readonly personal?: PersonalSeal;
}

/** Renders an append: the change of the tip, which calves the tip's events into a batch item when they would exceed {@link calveAtBytes}. */
export async function appendWrites<State>(
  request: RecordedEvents & { readonly fold: Fold<State>; readonly after: Loaded<State> },
): Promise<AppendWrites<State>> {
  const { fold, after, envelopes, events, messages, roomy, personal } = request;
  const state = evolveAll(fold, after.state, envelopes);
  const grown = grownTip(after.tip, events);
  const old = after.tip.snapshot;
  const persons = personsIn(envelopes, after.persons);
  const next = await nextSnapshot({ ...grown, fold, stream: after.stream, old, state, roomy, persons, personal });
  const tip: Tip = { ...grown, snapshot: next.snapshot ?? old };
  const write = after.tip.version === 0 ? creation(after, tip) : change({ after, tip, events, renewed: next.snapshot });
  return {
    tip: { write, version: tip.version, messages, holds: attributesOf(tip), waiting: after.tip.waiting ?? {} },
    beside: [...(tip.base === after.tip.base ? [] : [batch(after)]), ...next.writes],
    loaded: { stream: after.stream, state, tip, persons },
  };
}

/** A tip with more events; those that it held move to a batch when it would hold too much. */
function grownTip(tip: Tip, added: readonly string[]): Omit<Tip, 'snapshot'> {
  const bytes = added.reduce((sum, event) => sum + utf8Bytes(event), 0);
  const version = tip.version + added.length;
  return tip.events.length > 0 && tip.bytes + bytes > calveAtBytes
    ? { version, base: tip.version, events: added, bytes }
    : { version, base: tip.base, events: [...tip.events, ...added], bytes: tip.bytes + bytes };
}

function creation({ stream }: Loaded<unknown>, tip: Tip): Put {
  return { kind: 'put', key: tipKey(stream), attributes: attributesOf(tip), when: [{ item: 'absent' }] };
}

function attributesOf(tip: Tip): Attributes {
  const { version, base, bytes, events, snapshot } = tip;
  return { version, base, bytes, events, ...snapshotIn(snapshot) };
}

function change(request: {
  readonly after: Loaded<unknown>;
  readonly tip: Tip;
  readonly events: readonly string[];
  readonly renewed: Snapshot | undefined;
}): Update {
  const { after, tip, events, renewed } = request;
  const calved = tip.base !== after.tip.base;
  return {
    kind: 'update',
    key: tipKey(after.stream),
    set: {
      version: tip.version,
      bytes: tip.bytes,
      ...(calved ? { base: tip.base, events: tip.events } : {}),
      ...snapshotIn(renewed),
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

function snapshotIn(snapshot: Snapshot | undefined): { readonly snapshot?: ItemValue } {
  return snapshot === undefined ? {} : { snapshot: snapshotAttribute(snapshot) };
}
