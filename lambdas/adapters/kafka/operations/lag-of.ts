import type { Admin } from '@platformatic/kafka';
import { committedOffsets } from './committed-offsets.ts';
import { type PlacedOffset, logEnds, placeName, topicOffsets } from './topic-offsets.ts';

/** Whose lag is asked for. */
export interface LagRequest {
  readonly group: string;
  /** @default the topics that the group has committed something of */
  readonly topics?: readonly string[];
}

/** How far a consumer group is behind in one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** The offset it will read next; undefined when it has committed none. */
  readonly committed: bigint | undefined;
  /** The first offset that the partition still holds. */
  readonly first: bigint;
  /** The offset that the next record will get. */
  readonly end: bigint;
  /** Records from `committed` to `end`; undefined without `committed`. */
  readonly lag: bigint | undefined;
  /** Records among the lag that retention has deleted: the group will never see them. */
  readonly lost: bigint;
}

/**
 * How far a consumer group is behind, by what it has committed; members that read but have not committed yet count as
 * behind.
 *
 * @throws PipelineError `input-invalid` when one of the topics does not exist.
 */
export async function lagOf(admin: Admin, { group, topics }: LagRequest): Promise<readonly PartitionLag[]> {
  const committed = await committedOffsets(admin, group);
  const asked = topics ?? [...new Set(committed.map(({ topic }) => topic))];
  const committedAt = byName(committed);
  const firstAt = byName(await topicOffsets(admin, asked, logEnds.earliest));
  const ends = await topicOffsets(admin, asked, logEnds.latest);
  return ends.map((place) => {
    const name = placeName(place);
    const { topic, partition, offset: end = 0n } = place;
    const first = firstAt.get(name) ?? 0n;
    const at = committedAt.get(name);
    const lost = at === undefined || at > first ? 0n : first - at;
    return { topic, partition, committed: at, first, end, lag: at === undefined ? undefined : end - at, lost };
  });
}

function byName(offsets: readonly PlacedOffset[]): ReadonlyMap<string, bigint | undefined> {
  return new Map(offsets.map((place) => [placeName(place), place.offset]));
}
