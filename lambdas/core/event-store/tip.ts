import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { waitingIn } from '../outbox/outbox-entries.ts';
import type { Attributes, Item, ItemKey, ItemValue } from '../ports/item-store.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

/** The newest part of a stream as one item: its version, its newest events, and a snapshot of its state. */
export interface Tip {
  /** Number of events in the whole stream. */
  readonly version: number;
  /** Number of events that were calved off into batch items. */
  readonly base: number;
  /** Serialised envelopes of the events after `base`. */
  readonly events: readonly string[];
  /** UTF-8 bytes of `events`. */
  readonly bytes: number;
  readonly snapshot: Snapshot | undefined;
  /** Messages of earlier commits that waited when it was read, as they lie in its outbox. @default none */
  readonly waiting?: Attributes;
}

/** The tip of a stream that does not exist. */
export const emptyTip: Tip = { version: 0, base: 0, events: [], bytes: 0, snapshot: undefined };

/** Where a stream's tip lives. */
export function tipKey(stream: string): ItemKey {
  return { partition: stream, sort: 'tip' };
}

/** Prefix of the sort keys of a stream's batch items. */
export const batchPrefix = 'events#';

/** Where the batch lives whose last event has the given version. */
export function batchKey(stream: string, lastVersion: number): ItemKey {
  return { partition: stream, sort: `${batchPrefix}${String(lastVersion).padStart(12, '0')}` };
}

/**
 * Reads a tip item.
 *
 * @throws PipelineError `stream-gap` when the item does not hold exactly the events it says it holds.
 */
export function tipOf(item: Item | undefined): Tip {
  if (item === undefined) {
    return emptyTip;
  }
  const { version, base, bytes } = item.attributes;
  const events = eventsOf(item);
  if (typeof version !== 'number' || typeof base !== 'number' || typeof bytes !== 'number') {
    throw new PipelineError('a tip must have version, base and bytes', { code: 'stream-gap' });
  }
  if (base + events.length !== version) {
    throw new PipelineError(`a tip must hold ${version - base} event(s), got ${events.length}`, { code: 'stream-gap' });
  }
  const waiting = waitingIn(item);
  return { version, base, bytes, events, snapshot: snapshotOf(item.attributes['snapshot']), waiting };
}

/** The serialised envelopes in a tip or batch item. */
export function eventsOf(item: Item): readonly string[] {
  const events = item.attributes['events'];
  return isTexts(events) ? events : [];
}

function isTexts(value: ItemValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
