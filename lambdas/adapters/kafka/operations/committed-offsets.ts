import type { Admin } from '@platformatic/kafka';
import { type PlacedOffset, byPlace } from './topic-offsets.ts';

/** What a consumer group has committed, of every topic it ever read; nothing for a group that is not known. */
export async function committedOffsets(
  admin: Admin,
  group: string,
): Promise<readonly (PlacedOffset & { readonly offset: bigint })[]> {
  const groups = await admin.listConsumerGroupOffsets({ groups: [group], requireStable: true });
  return groups
    .flatMap(({ topics }) => topics)
    .flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
      })),
    )
    .filter(({ offset }) => offset >= 0n)
    .sort(byPlace);
}
