import { Consumer } from '@platformatic/kafka';
import type { FetchOptions } from './group-options.ts';
import { type PartitionOffset, partitionName } from './partition-place.ts';
import { platformaticOptions } from './platformatic-options.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** A partition to fetch from. */
export interface FetchPlace extends PartitionOffset {
  readonly topicId: string;
}

/** Who leads a partition. */
export interface Leader {
  readonly node: number;
  readonly topicId: string;
}

/** What a broker answers to a fetch. */
export type FetchAnswer = Awaited<ReturnType<Consumer['fetch']>>;

/** What it answers for one partition. */
export type FetchedPartition = FetchAnswer['responses'][number]['partitions'][number];

/**
 * Fetches from the leaders of partitions, over connections of its own: a broker answers the requests of a connection one
 * after the other, so behind a fetch that waits for records a commit would wait too.
 */
export interface PartitionFetcher {
  /** The leader of each partition with its topic's id. */
  leaders(refresh: boolean): Promise<ReadonlyMap<string, Leader>>;
  /** @param mostMs How long the broker may wait for records; it waits no longer than `fetchWaitMs` in any case. */
  fetch(node: number, places: readonly FetchPlace[], mostMs?: number): Promise<FetchAnswer>;
  close(): Promise<void>;
}

/** Creates a fetcher; it connects at the first use and is no member of the group. */
export function createPartitionFetcher(options: FetchOptions): PartitionFetcher {
  const { connection, groupId, topics, fetchWaitMs, fetchBytes } = options;
  const consumer = new Consumer({
    ...platformaticOptions(connection),
    groupId,
    autocommit: false,
    isolationLevel: 1,
    minBytes: 1,
    maxWaitTime: fetchWaitMs,
    maxBytes: fetchBytes * 16,
    retries: 3,
    retryDelay: 250,
  });
  // Each call says for itself what went wrong.
  consumer.on('error', () => undefined);
  return {
    leaders: async (refresh) => {
      const { topics: found } = await consumer.metadata({ topics: [...topics], forceUpdate: refresh });
      return new Map(
        [...found].flatMap(([topic, { id, partitions }]) =>
          partitions.map(
            ({ leader }, partition) => [partitionName(topic, partition), { node: leader, topicId: id }] as const,
          ),
        ),
      );
    },
    fetch: (node, places, mostMs = fetchWaitMs) =>
      consumer.fetch({ node, topics: topicsOf(places, fetchBytes), maxWaitTime: Math.min(mostMs, fetchWaitMs) }),
    close: () => consumer.close(true),
  };
}

type FetchedTopics = Parameters<Consumer['fetch']>[0]['topics'];

function topicsOf(places: readonly FetchPlace[], fetchBytes: number): FetchedTopics {
  return [...groupBy(places, ({ topicId }) => topicId)].map(([topicId, ofTopic]) => ({
    topicId,
    partitions: ofTopic.map(({ partition, offset }) => ({
      partition,
      fetchOffset: offset,
      partitionMaxBytes: fetchBytes,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
    })),
  }));
}
