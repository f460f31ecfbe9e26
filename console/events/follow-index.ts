import { indexPartitions } from '../../lambdas/core/event-index/index-partition.ts';
import type { IndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import type { IndexedEvent } from '../../lambdas/core/event-index/indexed-event.ts';

/** Reads all partitions of an index as one, from its end on. */
export interface IndexFollower {
  /** The newest events of all partitions, oldest of them first; the next ones follow them. */
  newest(count: number): Promise<readonly IndexedEvent[]>;
  /** Some that were indexed meanwhile, each partition in its order; none when there are none. */
  next(): Promise<readonly IndexedEvent[]>;
}

/** Creates a follower, which remembers how far it has read in this process alone. */
export function createIndexFollower(index: IndexReader): IndexFollower {
  const read = new Map<string, number>();
  return {
    newest: async (count) => {
      const tails = await Promise.all(indexPartitions.map((partition) => index.tail(partition, count)));
      indexPartitions.forEach((partition, place) => {
        read.set(partition, tails[place]?.at(-1)?.position ?? 0);
      });
      return merged(tails).slice(-count);
    },
    next: async () => {
      const found = await Promise.all(
        indexPartitions.map((partition) => index.events({ partition, after: read.get(partition) ?? 0, atEnd: true })),
      );
      for (const { partition, position } of found.flat()) {
        read.set(partition, Math.max(read.get(partition) ?? 0, position));
      }
      return merged(found);
    },
  };
}

/** By the time of indexing; clocks of writers differ, but no event comes before one that precedes it in its partition. */
function merged(partitions: readonly (readonly IndexedEvent[])[]): readonly IndexedEvent[] {
  const timed = partitions.flatMap((events) => {
    let latest = 0;
    return events.map((event) => {
      latest = Math.max(latest, event.at);
      return { event, at: latest };
    });
  });
  return timed.sort((left, right) => left.at - right.at).map(({ event }) => event);
}
