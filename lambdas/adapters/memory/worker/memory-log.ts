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
  const partitions: OutgoingMessage[][] = Array.from({ length: dependencies.partitions }, () => []);
  const groups = new Map<string, Group>();
  const wakeUp = createWakeUp();
  const openGroup = (): Group => {
    const lanes = partitions.map(laneFromStart);
    const shelf = createLogGroup(lanes, dependencies.clock);
    return { lanes, group: createMemoryGroup({ ...dependencies, ordered: true, shelf, wakeUp }) };
  };
  return {
    publisher: createKeepingPublisher({
      ...dependencies,
      keep: (message) => {
        const place = partitionOf(message.key, partitions.length);
        const offset = partitions[place]?.push(message) ?? 0;
        for (const { lanes } of groups.values()) {
          lanes[place]?.entries.push(newEntry(message, `${place}-${offset - 1}`));
        }
      },
      kept: () => {
        wakeUp.all();
      },
    }),
    messages: () => partitions.flat(),
    group(name) {
      const { lanes, group } = groups.get(name) ?? openGroup();
      groups.set(name, { lanes, group });
      return {
        ...group,
        progress: () => lanes.map(({ committed }, place) => ({ end: partitions[place]?.length ?? 0, committed })),
      };
    },
  };
}

interface Group {
  readonly lanes: readonly LogLane[];
  readonly group: MemoryGroup;
}

function laneFromStart(messages: readonly OutgoingMessage[], place: number): LogLane {
  const lane = newLane();
  lane.entries.push(...messages.map((message, offset) => newEntry(message, `${place}-${offset}`)));
  return lane;
}
