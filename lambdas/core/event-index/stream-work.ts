import type { ItemChange } from '../ports/item-change.ts';
import { type Tip, tipOf } from '../event-store/tip.ts';

/** What of one stream is to be indexed. */
export interface StreamWork {
  readonly stream: string;
  /** The version up to which the stream is thought to be indexed. */
  readonly indexed: number;
  /** The version up to which it is to be indexed. */
  readonly target: number;
  /** Serialised events that are at hand, and the version of the first of them. */
  readonly first: number;
  readonly events: readonly string[];
  /** The change from which on the stream is not indexed; a batch that fails is repeated from there. */
  readonly sequence: string;
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
  return { ...facts, target: tip.version, first: tip.base + 1, events: tip.events };
}

/** One work of two of a stream, in whatever order they came. */
export function joined(one: StreamWork, other: StreamWork): StreamWork {
  const [older, newer] = one.target <= other.target ? [one, other] : [other, one];
  const meets = older.first <= newer.first && newer.first <= older.target + 1;
  const events = meets ? [...older.events.slice(0, newer.first - older.first), ...newer.events] : newer.events;
  return {
    stream: newer.stream,
    indexed: Math.min(one.indexed, other.indexed),
    target: newer.target,
    first: meets ? older.first : newer.first,
    events,
    sequence: BigInt(one.sequence) <= BigInt(other.sequence) ? one.sequence : other.sequence,
  };
}

function versionOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
