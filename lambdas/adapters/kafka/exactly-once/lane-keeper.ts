import type { Telemetry } from '../../../core/ports/telemetry.ts';
import type { GroupMember } from '../group-member.ts';
import { type PartitionOffset, partitionName } from '../partition-place.ts';
import { errorNames } from '../send-failure.ts';
import { createProcessorLane, type ProcessorLane, type ProcessorLaneDependencies } from './processor-lane.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

/** What keeping lanes works with. */
export interface LaneKeeperDependencies extends Pick<ProcessorLaneDependencies, 'now'> {
  readonly member: Pick<GroupMember, 'assigned' | 'starts' | 'commitWith'>;
  /** Makes the producer that only the owner of that partition has. */
  readonly producerOf: (topic: string, partition: number) => TransactionalProducer;
  readonly processorOf: () => ProcessorLaneDependencies['processor'];
  readonly telemetry: Telemetry;
}

/** The lanes of what is assigned to a member. */
export interface LaneKeeper {
  readonly lanes: () => readonly ProcessorLane[];
  /** Closes the lanes of what is assigned no more, and opens those that are missing. */
  adopt(): Promise<void>;
  /** Forgets a lane, until `adopt` opens it anew if it is still assigned. */
  drop(lane: ProcessorLane): Promise<void>;
  close(): Promise<void>;
}

/** Makes a keeper without a lane. */
export function createLaneKeeper(dependencies: LaneKeeperDependencies): LaneKeeper {
  const { member, telemetry } = dependencies;
  const lanes = new Map<string, ProcessorLane>();
  const drop = async (lane: ProcessorLane): Promise<void> => {
    lanes.delete(partitionName(lane.topic, lane.partition));
    await lane.close().catch((cause: unknown) => {
      telemetry.info('producer not closed', { reason: errorNames(cause).join(': ') });
    });
  };
  return {
    lanes: () => [...lanes.values()],
    adopt: async () => {
      const wanted = member
        .assigned()
        .flatMap(({ topic, partitions }) =>
          partitions.map((partition) => ({ name: partitionName(topic, partition), topic, partition })),
        );
      const names = new Set(wanted.map(({ name }) => name));
      await Promise.all([...lanes].filter(([name]) => !names.has(name)).map(([, lane]) => drop(lane)));
      for (const lane of await opened(
        dependencies,
        wanted.filter(({ name }) => !lanes.has(name)),
      )) {
        lanes.set(partitionName(lane.topic, lane.partition), lane);
      }
    },
    drop,
    close: async () => {
      await Promise.all([...lanes.values()].map(drop));
    },
  };
}

type Place = Omit<PartitionOffset, 'offset'>;

/** Where a predecessor stopped is read only once it is shut out: until then it could still commit. */
async function opened(
  { member, producerOf, processorOf, now }: LaneKeeperDependencies,
  places: readonly Place[],
): Promise<readonly ProcessorLane[]> {
  if (places.length === 0) {
    return [];
  }
  const producers = places.map(({ topic, partition }) => ({
    topic,
    partition,
    producer: producerOf(topic, partition),
  }));
  try {
    await Promise.all(producers.map(({ producer }) => producer.fence()));
    const starts = await member.starts();
    return producers.flatMap(({ topic, partition, producer }) => {
      const start = starts.find((one) => one.topic === topic && one.partition === partition);
      return start === undefined
        ? []
        : [createProcessorLane({ start, producer, processor: processorOf(), member, now })];
    });
  } catch (cause) {
    await Promise.allSettled(producers.map(({ producer }) => producer.close()));
    throw cause;
  }
}
