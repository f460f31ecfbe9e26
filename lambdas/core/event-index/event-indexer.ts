import type { Backoff } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemChange } from '../ports/item-change.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { forEachBounded } from '../consume/for-each-bounded.ts';
import { tipKey, tipOf } from '../event-store/tip.ts';
import { indexPartitionOf } from './index-partition.ts';
import { pointerKey, pointerVersion } from './index-pointer.ts';
import { type IndexedWorks, indexWorks } from './index-works.ts';
import { type StreamWork, joined, workFrom, workOf } from './stream-work.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What became of a batch of changes. */
export interface IndexedChanges {
  /** The lowest sequence whose events are not all indexed though they can be; the batch is to be repeated from there. */
  readonly failedFrom: string | undefined;
  /** Events that got their place in the index. */
  readonly events: number;
  /** Streams that cannot be read as they are, and stay behind until they are repaired. */
  readonly left: readonly string[];
}

/** Gives every event of the indexed streams its place in the index, once. */
export interface EventIndexer {
  /**
   * Indexes what changes of the event table's stream show; changes of anything else are passed over.
   *
   * May be repeated, and run in any number of processes at once: what is indexed already is recognised, what was missed
   * before it is read from the stream.
   */
  index(changes: readonly ItemChange[]): Promise<IndexedChanges>;
  /**
   * Indexes what is missing of one stream; answers the number of events added.
   *
   * @throws PipelineError `stream-gap` when the stream cannot be read, `store-limit` when an event is too long for a
   * page; else as an item store does.
   */
  reindexStream(stream: string): Promise<number>;
}

/** What an indexer works with. */
export interface EventIndexerDependencies {
  /** The index's table. */
  readonly items: Pick<ItemStore, 'get' | 'query' | 'transact'>;
  /** The event table. */
  readonly source: Pick<ItemStore, 'get' | 'query'>;
  /** Streams that are indexed, by the first word of their name. */
  readonly categories: readonly string[];
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly telemetry: Telemetry;
}

/** Partitions written at a time. */
const partitionsAtOnce = 4;

/** Creates the indexer. */
export function createEventIndexer(dependencies: EventIndexerDependencies): EventIndexer {
  // Where partitions end: what is out of date here is refused by the table and costs one more read.
  const heads = new Map<string, number>();
  return {
    async index(changes) {
      const { works, unreadable } = worksOf(dependencies, changes);
      const results: IndexedWorks[] = [];
      const partitions = [...groupBy(works, ({ stream }) => indexPartitionOf(stream))];
      await forEachBounded(partitions, partitionsAtOnce, async ([partition, ofPartition]) => {
        results.push(await indexWorks({ ...dependencies, heads }, { partition, works: ofPartition }));
      });
      return report(dependencies, unreadable, results);
    },
    async reindexStream(stream) {
      const [pointer, tip] = await Promise.all([
        dependencies.items.get(pointerKey(stream)),
        dependencies.source.get(tipKey(stream)),
      ]);
      const work = workFrom({ stream, indexed: pointerVersion(pointer), sequence: '0' }, tipOf(tip));
      const partition = indexPartitionOf(stream);
      const result = await indexWorks({ ...dependencies, heads }, { partition, works: [work] });
      for (const { cause } of [...result.failed, ...result.left]) {
        throw cause;
      }
      return result.events;
    },
  };
}

interface StreamFault {
  readonly stream: string;
  readonly cause: unknown;
}

/** One work for each stream, in the order of their first changes; a tip that cannot be read harms its stream only. */
function worksOf(
  { categories }: EventIndexerDependencies,
  changes: readonly ItemChange[],
): { readonly works: readonly StreamWork[]; readonly unreadable: readonly StreamFault[] } {
  const works = new Map<string, StreamWork>();
  const unreadable: StreamFault[] = [];
  for (const change of changes) {
    const { partition: stream, sort } = change.key;
    if (sort !== tipKey(stream).sort || !categories.some((category) => stream.startsWith(`${category}-`))) {
      continue;
    }
    try {
      const work = workOf(change);
      const known = works.get(stream);
      if (work !== undefined) {
        works.set(stream, known === undefined ? work : joined(known, work));
      }
    } catch (cause) {
      unreadable.push({ stream, cause });
    }
  }
  return { works: [...works.values()], unreadable };
}

function report(
  { telemetry }: EventIndexerDependencies,
  unreadable: readonly StreamFault[],
  results: readonly IndexedWorks[],
): IndexedChanges {
  const left = [...unreadable, ...results.flatMap((result) => result.left)];
  const failed = results.flatMap((result) => result.failed);
  const events = results.reduce((sum, result) => sum + result.events, 0);
  for (const { stream, cause } of left) {
    telemetry.error('stream not indexed: it must be repaired', { stream }, cause);
  }
  for (const { stream, cause } of failed) {
    telemetry.warn('stream not indexed yet', { stream, reason: cause instanceof Error ? cause.message : 'unknown' });
  }
  telemetry.count('EventsIndexed', events);
  telemetry.count('StreamsUnindexed', left.length);
  return {
    failedFrom: lowest(failed.map(({ sequence }) => sequence)),
    events,
    left: [...new Set(left.map(({ stream }) => stream))],
  };
}

/** Sequence numbers are decimal numbers of up to 40 digits: compared by value, not as text. */
function lowest(sequences: readonly string[]): string | undefined {
  return sequences.reduce<string | undefined>(
    (least, next) => (least === undefined || BigInt(next) < BigInt(least) ? next : least),
    undefined,
  );
}
