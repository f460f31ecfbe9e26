import { committedRecords } from '../../../lambdas/adapters/kafka/committed-records.ts';
import type { GroupMember } from '../../../lambdas/adapters/kafka/group-member.ts';
import type { FetchAnswer, FetchPlace } from '../../../lambdas/adapters/kafka/partition-fetcher.ts';
import { partitionName } from '../../../lambdas/adapters/kafka/partition-place.ts';
import { errorNames } from '../../../lambdas/adapters/kafka/send-failure.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { type KafkaPartition, createKafkaPartition } from './kafka-partition.ts';
import type { HandOverParts } from './kafka-poller-settings.ts';
import { lambdaKafkaRecord } from './lambda-kafka-record.ts';

/** The partitions of a poller, from the brokers to what is ready and back. */
export interface PartitionIntake {
  /** Fetches for partitions that have nothing waiting; waits for records only when none has. */
  fill(): Promise<void>;
  /** Those that have something to hand over now, those that waited longest first. */
  ready(): readonly KafkaPartition[];
  /** Tells how far the partitions are done; one that was taken away meanwhile is left to who has it now. */
  commit(): Promise<void>;
}

/** What it works with. */
export interface PartitionIntakeParts extends Pick<HandOverParts<object>, 'settings' | 'passes' | 'counters'> {
  readonly member: GroupMember;
}

/** Milliseconds after a failed fetch, and those that a broker may wait while something is ready. */
const [failurePauseMs, busyWaitMs] = [200, 1];

/** Makes an intake without a partition. */
export function createPartitionIntake(parts: PartitionIntakeParts): PartitionIntake {
  const { member, settings } = parts;
  const state: State = { partitions: new Map(), told: new Map(), assigned: undefined, refresh: false };
  return {
    fill: async () => {
      if (member.assigned() !== state.assigned) {
        await adopt(parts, state);
      }
      const empty = [...state.partitions.values()].filter((one) => one.pending() === 0);
      const busy = [...state.partitions.values()].some((one) => one.ready(Date.now()));
      await fetchFor(parts, state, { empty, mostMs: busy ? busyWaitMs : settings.fetchWaitMs });
    },
    ready: () => {
      const now = Date.now();
      const ready = [...state.partitions].filter(([, one]) => one.ready(now));
      for (const [name, one] of ready) {
        state.partitions.delete(name);
        state.partitions.set(name, one);
      }
      return ready.map(([, one]) => one);
    },
    commit: () => commit(parts, state),
  };
}

interface State {
  /** In the order of their turns. */
  readonly partitions: Map<string, KafkaPartition>;
  /** How far each is done, as the broker knows it. */
  readonly told: Map<string, bigint>;
  assigned: unknown;
  refresh: boolean;
}

async function adopt({ member, settings }: PartitionIntakeParts, state: State): Promise<void> {
  const assigned = member.assigned();
  const starts = await member.starts();
  const names = new Set(starts.map(({ topic, partition }) => partitionName(topic, partition)));
  for (const name of [...state.partitions.keys()].filter((one) => !names.has(one))) {
    state.partitions.delete(name);
  }
  for (const start of starts) {
    const name = partitionName(start.topic, start.partition);
    if (!state.partitions.has(name)) {
      state.partitions.set(name, createKafkaPartition(start, settings));
      state.told.set(name, start.offset);
    }
  }
  state.assigned = assigned;
}

interface Wanted extends FetchPlace {
  readonly one: KafkaPartition;
  readonly node: number;
}

async function fetchFor(
  parts: PartitionIntakeParts,
  state: State,
  { empty, mostMs }: { readonly empty: readonly KafkaPartition[]; readonly mostMs: number },
): Promise<void> {
  const leaders = await parts.member.leaders(state.refresh);
  state.refresh = false;
  const wanted = empty.flatMap((one): readonly Wanted[] => {
    const { topic, partition } = one;
    const leader = leaders.get(partitionName(topic, partition));
    return leader === undefined ? [] : [{ ...leader, one, topic, partition, offset: one.position() }];
  });
  await Promise.all(
    [...Map.groupBy(wanted, ({ node }) => node)].map(async ([node, places]) => {
      try {
        takeIn(parts, places, await parts.member.fetch(node, places, mostMs));
      } catch (cause) {
        await fetchFailed(parts, state, cause);
      }
    }),
  );
}

function takeIn({ passes }: PartitionIntakeParts, places: readonly Wanted[], { responses }: FetchAnswer): void {
  for (const place of places) {
    const answer = responses
      .find(({ topicId }) => topicId === place.topicId)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === place.partition);
    if (answer !== undefined) {
      const { records, next = place.offset } = committedRecords(place.topic, answer);
      const fresh = records.filter(({ offset }) => offset >= place.offset).map(lambdaKafkaRecord);
      place.one.add(
        fresh.filter(({ value }) => passes(value)),
        next,
      );
    }
  }
}

/** A leader that moved is found again; what was deleted before it was read is passed over. */
async function fetchFailed({ counters }: PartitionIntakeParts, state: State, cause: unknown): Promise<void> {
  state.refresh = true;
  if (errorNames(cause).includes('OFFSET_OUT_OF_RANGE')) {
    counters.gaps += 1;
    state.partitions.clear();
    state.assigned = undefined;
  }
  await sleep(failurePauseMs);
}

async function commit({ member }: PartitionIntakeParts, { partitions, told }: State): Promise<void> {
  const mine = new Map(member.assigned().map(({ topic, partitions: of }) => [topic, new Set(of)] as const));
  const offsets = [...partitions].flatMap(([name, one]) => {
    const { topic, partition } = one;
    const offset = one.done();
    const moved = mine.get(topic)?.has(partition) === true && offset > (told.get(name) ?? 0n);
    return moved ? [{ topic, partition, offset }] : [];
  });
  if (offsets.length === 0 || member.moving()) {
    return;
  }
  try {
    await member.commit(offsets);
    for (const { topic, partition, offset } of offsets) {
      told.set(partitionName(topic, partition), offset);
    }
  } catch {
    // It is told with what is done next; until then it may come again.
  }
}
