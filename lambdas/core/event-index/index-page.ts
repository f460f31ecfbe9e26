import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Attributes, Item, ItemKey, ItemValue } from '../ports/item-store.ts';

/** Events of one stream that follow each other, at positions that follow each other. */
export interface IndexRun {
  readonly stream: string;
  /** The version of the first of the events. */
  readonly version: number;
  /** Serialised envelopes, oldest first; the data of some may be kept elsewhere, as in their stream. */
  readonly events: readonly string[];
}

/** Some positions of a partition that follow each other, as one item that is never changed. */
export interface IndexPage {
  readonly partition: string;
  /** Position of the first event of the page, counted from 1. */
  readonly first: number;
  /** Position of the last one. */
  readonly last: number;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
  readonly runs: readonly IndexRun[];
}

/** Prefix of the sort keys of a partition's pages. */
export const pagePrefix = 'page#';

/**
 * Where the page lives whose first event has the given position.
 *
 * The next page's key follows from where the last one ends, and no page is ever written over: that is why positions have
 * no gap, and none appears late behind a reader.
 */
export function pageKey(partition: string, first: number): ItemKey {
  return { partition, sort: `${pagePrefix}${String(first).padStart(12, '0')}` };
}

/** What a page's item holds. */
export function pageAttributes({ last, at, runs }: Pick<IndexPage, 'last' | 'at' | 'runs'>): Attributes {
  return { last, at, runs: runs.map(({ stream, version, events }) => ({ stream, version, events })) };
}

/**
 * Reads a page's item.
 *
 * @throws PipelineError `index-gap` when it does not hold exactly the positions that its key and its end say.
 */
export function pageOf({ key, attributes }: Item): IndexPage {
  const first = Number(key.sort.slice(pagePrefix.length));
  const { last, at, runs } = attributes;
  const read = Array.isArray(runs) ? runs.map(runOf) : [];
  const held = read.reduce((sum, run) => sum + run.events.length, 0);
  if (typeof last !== 'number' || typeof at !== 'number' || first + held !== last + 1 || held === 0) {
    throw new PipelineError(`page ${first} of "${key.partition}" must hold the positions it ends with, got ${held}`, {
      code: 'index-gap',
    });
  }
  return { partition: key.partition, first, last, at, runs: read };
}

const nothing: IndexRun = { stream: '', version: 0, events: [] };

function runOf(value: ItemValue): IndexRun {
  if (typeof value !== 'object' || Array.isArray(value) || !('stream' in value)) {
    return nothing;
  }
  const { stream, version, events } = value;
  return typeof stream === 'string' && typeof version === 'number' && Array.isArray(events)
    ? { stream, version, events: events.filter((event) => typeof event === 'string') }
    : nothing;
}
