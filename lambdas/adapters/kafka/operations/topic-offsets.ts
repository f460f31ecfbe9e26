import type { Admin } from '@platformatic/kafka';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';

/** A partition, and one of its offsets where it has one. */
export interface PlacedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint | undefined;
}

/** Times that stand for an end of a log. Source: https://kafka.apache.org/protocol.html#The_Messages_ListOffsets */
export const logEnds = { latest: -1n, earliest: -2n } as const;

/**
 * Every partition of some topics, with the first offset that is not older than a time (milliseconds since the epoch) or
 * an end of {@link logEnds}; without one when all records are older.
 *
 * @throws PipelineError `input-invalid` when one of the topics does not exist.
 */
export async function topicOffsets(
  admin: Admin,
  topics: readonly string[],
  time: bigint,
): Promise<readonly PlacedOffset[]> {
  if (topics.length === 0) {
    return [];
  }
  const counts = await partitionCounts(admin, topics);
  const listed = await admin.listOffsets({
    topics: [...counts].map(([name, count]) => ({
      name,
      partitions: Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp: time })),
    })),
  });
  return listed
    .flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, offset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: offset < 0n ? undefined : offset,
      })),
    )
    .sort(byPlace);
}

/**
 * How many partitions topics have, asked anew.
 *
 * @throws PipelineError `input-invalid` when one of the topics does not exist.
 */
export async function partitionCounts(admin: Admin, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const there = new Set(await admin.listTopics({ includeInternals: true }));
  const missing = topics.filter((topic) => !there.has(topic));
  if (missing.length > 0) {
    throw new PipelineError(`every topic must exist, missing ${missing.join(', ')}`, { code: 'input-invalid' });
  }
  const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true });
  return new Map(topics.map((topic) => [topic, metadata.topics.get(topic)?.partitionsCount ?? 0]));
}

/** Orders what lies in partitions by topic and partition. */
export function byPlace(one: Place, other: Place): number {
  return one.topic < other.topic ? -1 : one.topic > other.topic ? 1 : one.partition - other.partition;
}

/** The name of a partition, as it is a key of maps. */
export function placeName({ topic, partition }: Place): string {
  return `${topic}-${partition}`;
}

type Place = Pick<PlacedOffset, 'topic' | 'partition'>;
