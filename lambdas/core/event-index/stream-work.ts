import type { ItemChange } from '../ports/item-change.ts';
import { type Tip, tipOf } from '../event-store/tip.ts';

/** What of one stream is to be indexed. */
export interface StreamWork {
  readonly stream: string;
  /** The version up to which the stream is thought to be indexed. */
  readonly indexed: number;
  /** Serialised events that are at hand, and the version of the first of them; they reach up to what is to be indexed. */
  readonly first: number;
  readonly events: readonly string[];
  /** The change from which on the stream is not indexed; a batch that fails is repeated from there. */
  readonly sequence: string;
}

/** The version up to which a stream is to be indexed. */
export function targetOf({ first, events }: Pick<StreamWork, 'first' | 'events'>): number {
  return first + events.length - 1;
}

/** What a change adds to its stream; undefined when it adds no event. */
export function workOf(change: ItemChange): StreamWork | undefined {
  const { key, before, after, sequence } = change;
  const indexed = versionOf(before?.attributes['version']);
  if (after === undefined || after.attributes['version'] === indexed) {
    return undefined;
  }
  return workFrom({ stream: key.partition, indexed, sequence }, tipOf(after));
}

/** All that a tip has at hand. */
export function workFrom(facts: Pick<StreamWork, 'stream' | 'indexed' | 'sequence'>, tip: Tip): StreamWork {
  return { ...facts, first: tip.base + 1, events: tip.events };
}

/** One work of two of a stream, in whatever order they came. */
export function joined(one: StreamWork, other: StreamWork): StreamWork {
  const [older, newer] = targetOf(one) <= targetOf(other) ? [one, other] : [other, one];
  const meets = older.first <= newer.first && newer.first <= targetOf(older) + 1;
  const events = meets ? [...older.events.slice(0, newer.first - older.first), ...newer.events] : newer.events;
  return {
    stream: newer.stream,
    indexed: Math.min(one.indexed, other.indexed),
    first: meets ? older.first : newer.first,
    events,
    sequence: BigInt(one.sequence) <= BigInt(other.sequence) ? one.sequence : other.sequence,
  };
}

function versionOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
