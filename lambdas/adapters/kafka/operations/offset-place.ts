import type { Admin } from '@platformatic/kafka';
import { type PlacedOffset, logEnds, placeName, topicOffsets } from './topic-offsets.ts';

/** A place in every partition of a topic. */
export type OffsetPlace =
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' }
  /** The first record that is not older; `at` in milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'offset'; readonly offset: bigint };

/** A place in one partition, and what the partition holds. */
export interface ResolvedPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The first offset that it still holds. */
  readonly first: bigint;
  /** The offset that the next record will get. */
  readonly end: bigint;
}

/**
 * The offsets of a place in every partition of some topics, never outside of what a partition holds; a time after the
 * last record is the end.
 *
 * @throws PipelineError `input-invalid` when one of the topics does not exist.
 */
export async function resolvePlace(
  admin: Admin,
  topics: readonly string[],
  place: OffsetPlace,
): Promise<readonly ResolvedPlace[]> {
  const firstAt = byName(await topicOffsets(admin, topics, logEnds.earliest));
  const timeAt = place.kind === 'time' ? byName(await topicOffsets(admin, topics, BigInt(place.at))) : firstAt;
  const ends = await topicOffsets(admin, topics, logEnds.latest);
  return ends.map(({ topic, partition, offset: end = 0n }) => {
    const name = placeName({ topic, partition });
    const first = firstAt.get(name) ?? 0n;
    const wanted = wantedOffset(place, { first, end, time: timeAt.get(name) });
    return { topic, partition, offset: within(wanted, first, end), first, end };
  });
}

function wantedOffset(
  place: OffsetPlace,
  { first, end, time }: { readonly first: bigint; readonly end: bigint; readonly time: bigint | undefined },
): bigint {
  switch (place.kind) {
    case 'earliest':
      return first;
    case 'latest':
      return end;
    case 'time':
      return time ?? end;
    case 'offset':
      return place.offset;
  }
}

function within(offset: bigint, first: bigint, end: bigint): bigint {
  return offset < first ? first : offset > end ? end : offset;
}

function byName(offsets: readonly PlacedOffset[]): ReadonlyMap<string, bigint | undefined> {
  return new Map(offsets.map((place) => [placeName(place), place.offset]));
}
