import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import { createWakeUp } from '../../../core/worker/wake-up.ts';
import { newEntry } from './held-entry.ts';
import { createKeepingPublisher } from './keeping-publisher.ts';
import { createLogGroup } from './log-group.ts';
import { type LogLane, newLane } from './log-lane.ts';
import { type MemoryGroup, type MemoryReading, createMemoryGroup } from './memory-group.ts';
import { partitionOf } from './partition-of.ts';

/** What a log works with. */
export interface MemoryLogDependencies extends MemoryReading {
  /** At least 1. */
  readonly partitions: number;
  /** Bytes of the largest body that it takes. @default any body */
  readonly mostBytes?: number;
  /** Whether a group that is opened later reads from the start; else from there on. @default true */
  readonly history?: boolean;
}

/** A partition as an operator sees it. */
export interface PartitionProgress {
  /** The offset of the next message. */
  readonly end: number;
  /** Everything below it is done. */
  readonly committed: number;
}

/** Workers that share the partitions of a log; one gets some once it begins to receive. */
export interface MemoryLogGroup extends MemoryGroup {
  progress(): readonly PartitionProgress[];
}

/** A partitioned log in the memory of one process, read by any number of groups. */
export interface MemoryLog {
  readonly publisher: Publisher;
  /** A group by its name; a new one reads from the start. */
  group(name: string): MemoryLogGroup;
  /** Everything that it holds, partition by partition. */
  messages(): readonly OutgoingMessage[];
}

/**
 * Makes a log: what Kafka promises, without it. Messages of one key lie in one partition, in their order.
 *
 * Takes time from its clock alone, so that a simulation can drive it.
 */
export function createMemoryLog(dependencies: MemoryLogDependencies): MemoryLog {
  const { clock, history = true } = dependencies;
  const partitions = Array.from({ length: dependencies.partitions }, (): Partition => ({ kept: [], end: 0 }));
  const groups = new Map<string, Group>();
  const wakeUp = createWakeUp();
  const openGroup = (): Group => {
    const lanes = partitions.map((partition, place) => laneFromStart(partition, place, clock.now()));
    const shelf = createLogGroup(lanes, clock);
    return { lanes, group: createMemoryGroup({ ...dependencies, ordered: true, shelf, wakeUp }) };
  };
  return {
    publisher: createKeepingPublisher({
      ...dependencies,
      keep: (message) => {
        const place = partitionOf(message.key, partitions.length);
        const partition = partitions[place];
        if (partition !== undefined) {
          const id = `${place}-${partition.end}`;
          groups.forEach(({ lanes }) => lanes[place]?.entries.push(newEntry(message, id, clock.now())));
          partition.kept.push(...(history ? [message] : []));
          partition.end += 1;
        }
      },
      kept: () => {
        wakeUp.all();
      },
    }),
    messages: () => partitions.flatMap(({ kept }) => kept),
    group(name) {
      const { lanes, group } = groups.get(name) ?? openGroup();
      groups.set(name, { lanes, group });
      return {
        ...group,
        progress: () => lanes.map(({ committed }, place) => ({ end: partitions[place]?.end ?? 0, committed })),
      };
    },
  };
}

interface Partition {
  /** What late groups read. */
  readonly kept: OutgoingMessage[];
  /** The offset of the next message. */
  end: number;
}

interface Group {
  readonly lanes: readonly LogLane[];
  readonly group: MemoryGroup;
}

function laneFromStart({ kept, end }: Partition, place: number, now: number): LogLane {
  const lane = newLane(end - kept.length);
  lane.entries.push(...kept.map((message, offset) => newEntry(message, `${place}-${lane.committed + offset}`, now)));
  return lane;
}
