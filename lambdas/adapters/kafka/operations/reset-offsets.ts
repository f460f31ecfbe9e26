import type { Admin } from '@platformatic/kafka';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import { committedOffsets } from './committed-offsets.ts';
import { groupStates } from './group-states.ts';
import { type OffsetPlace, resolvePlace } from './offset-place.ts';
import { placeName } from './topic-offsets.ts';
import { groupBy } from '../../../contracts/group-by.ts';

/** Where a consumer group is to go on. */
export interface ResetRequest {
  readonly group: string;
  /** All their partitions. */
  readonly topics: readonly string[];
  readonly to: OffsetPlace;
  /** Changes nothing. */
  readonly dryRun: boolean;
}

/** Where a consumer group goes on in one partition. */
export interface OffsetMove {
  readonly topic: string;
  readonly partition: number;
  /** Where it would have gone on; undefined when it had committed nothing. */
  readonly from: bigint | undefined;
  readonly to: bigint;
}

/**
 * Moves what a consumer group has committed, and answers every partition of the topics with where it goes on; a group
 * that does not exist yet gets a place to begin.
 *
 * @throws PipelineError `input-invalid` when a topic does not exist or the group has members, also in a dry run: they
 * would commit over it.
 */
export async function resetOffsets(
  admin: Admin,
  { group, topics, to, dryRun }: ResetRequest,
): Promise<readonly OffsetMove[]> {
  const places = await resolvePlace(admin, topics, to);
  await refuseMembers(admin, group);
  const before = new Map((await committedOffsets(admin, group)).map((place) => [placeName(place), place.offset]));
  if (!dryRun) {
    const ofTopics = groupBy(places, ({ topic }) => topic);
    await admin.alterConsumerGroupOffsets({
      groupId: group,
      topics: [...ofTopics].map(([name, partitions]) => ({
        name,
        partitionOffsets: partitions.map(({ partition, offset }) => ({ partition, offset })),
      })),
    });
  }
  return places.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    from: before.get(placeName({ topic, partition })),
    to: offset,
  }));
}

async function refuseMembers(admin: Admin, group: string): Promise<void> {
  const [state] = await groupStates(admin, [group]);
  if (state !== undefined && !memberless.has(state.state.toUpperCase())) {
    throw new PipelineError(
      `group "${group}" must have no members while its offsets are moved, it is ${state.state.toLowerCase()}`,
      { code: 'input-invalid' },
    );
  }
}

const memberless: ReadonlySet<string> = new Set(['EMPTY', 'DEAD']);
