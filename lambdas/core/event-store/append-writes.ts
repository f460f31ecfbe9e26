import type { Envelope } from '../../contracts/events/envelope.ts';
import { type OutboxCommit, outboxAdded, outboxCreated } from '../outbox/outbox-commit.ts';
import type { ItemValue, Put, Update } from '../ports/item-store.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { isLongerThan } from '../text/is-longer-than.ts';
import type { Fold } from './decider.ts';
import { evolveAll } from './evolve-all.ts';
import type { Loaded } from './loaded-stream.ts';
import { type Tip, batchKey, tipKey } from './tip.ts';
import { utf8Bytes } from '../text/utf8-bytes.ts';

/** Bytes of events a tip may hold before its older ones are calved off; far below the 400 KB of an item. */
export const calveAtBytes = 32 * 1024;

/** Bytes of a snapshot that a tip may hold; a state that is larger is folded from its events instead. */
export const longestSnapshotBytes = 64 * 1024;

/** An append as writes, the tip's first, and the stream as it will be. */
export interface AppendWrites<State> {
  readonly writes: readonly (Put | Update)[];
  readonly loaded: Loaded<State>;
}

/** Renders an append; it calves the tip's events into a batch item when they would exceed {@link calveAtBytes}. */
export function appendWrites<State>(request: {
  readonly fold: Fold<State>;
  readonly after: Loaded<State>;
  readonly envelopes: readonly Envelope[];
  /** The same serialised, the data of some perhaps kept elsewhere. */
  readonly events: readonly string[];
  readonly messages: readonly OutgoingMessage[];
}): AppendWrites<State> {
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
  const commit = { key: tipKey(after.stream), version: tip.version, messages };
  const first = after.tip.version === 0 ? creation(tip, commit) : change(after, tip, { events, commit });
  return { writes: calves ? [first, batch(after)] : [first], loaded: { stream: after.stream, state, tip } };
}

function creation(tip: Tip, commit: OutboxCommit): Put {
  const { version, base, bytes, events } = tip;
  return {
    kind: 'put',
    key: commit.key,
    attributes: { version, base, bytes, events, ...kept(tip), ...outboxCreated(commit) },
    when: [{ item: 'absent' }],
  };
}

function change(
  after: Loaded<unknown>,
  tip: Tip,
  added: { readonly events: readonly string[]; readonly commit: OutboxCommit },
): Update {
  const calved = tip.base !== after.tip.base;
  const outbox = outboxAdded(added.commit);
  return {
    kind: 'update',
    key: added.commit.key,
    set: {
      version: tip.version,
      bytes: tip.bytes,
      ...(calved ? { base: tip.base, events: tip.events } : {}),
      ...kept(tip),
      ...outbox.set,
    },
    setIfAbsent: outbox.setIfAbsent,
    ...(calved ? {} : { append: { events: added.events } }),
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

function kept({ snapshot }: Tip): { readonly snapshot?: ItemValue } {
  return snapshot === undefined ? {} : { snapshot };
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
