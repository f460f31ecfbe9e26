import type { SourceRecord } from '../../core/consume/source-record.ts';
import type { FetchedRecords } from './committed-records.ts';
import type { KafkaRecordIn } from './kafka-record.ts';
import { createPartitionLane, type LaneEntry, type LaneResult, type PartitionLane } from './partition-lane.ts';
import { type PartitionOffset, partitionName } from './partition-place.ts';
import { sourceRecordOf } from './source-record-of.ts';

/** How much a source holds at most. */
export interface LaneLimits {
  /** Records from their fetch until they and all before them are done; one fetch more may come on top. */
  readonly maxRecords: number;
  /** Bytes of records that are not done; one fetch more may come on top. */
  readonly maxBytes: number;
  /** Records of one batch. */
  readonly batchRecords: number;
}

/** Makes of a record in a partition what its consumer takes. */
export type ToRecord = (record: KafkaRecordIn) => SourceRecord;

/** Records that may be handled now, and the lane they belong to. */
export interface TakenRecords {
  readonly lane: PartitionLane;
  readonly records: readonly SourceRecord[];
}

/** Partitions of a topic that are assigned to a worker. */
export interface AssignedPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** The lanes of all partitions that are assigned to a worker. */
export interface LaneSet {
  /**
   * Keeps the lanes of what is still assigned, drops the others and starts new ones at their offsets.
   *
   * A lane whose committed offset is further than its own was read by another worker in between, and starts anew.
   */
  assign(starts: readonly PartitionOffset[]): void;
  /** Drops the lanes of all other partitions. */
  retain(assigned: readonly AssignedPartitions[]): void;
  /** Lanes that have room for more records. */
  roomy(): readonly PartitionLane[];
  /** Whether a lane has no room. */
  crowded(): boolean;
  /** Takes in what a fetch from `position` brought, unless the lane has gone or moved on since. */
  add(lane: PartitionLane, position: bigint, fetched: FetchedRecords): void;
  /** Starts a lane again at an offset, because its own is no longer in the log. */
  restart(lane: PartitionLane, offset: bigint): void;
  take(now: number): TakenRecords | undefined;
  settle(taken: TakenRecords, result: LaneResult): void;
  nextDue(): number | undefined;
  /** Offsets that have moved since they were last told to `committed`. */
  uncommitted(): readonly PartitionOffset[];
  committed(offsets: readonly PartitionOffset[]): void;
}

/** Creates a set without a lane; `toRecord` makes of what lies in a partition what its consumer takes. */
export function createLaneSet(limits: LaneLimits, toRecord: ToRecord = sourceRecordOf): LaneSet {
  const state: SetState = { limits, lanes: new Map(), told: new Map(), busy: new Set(), out: 0 };
  const { lanes } = state;
  return {
    assign: (starts) => {
      assign(state, starts);
    },
    retain: (assigned) => {
      retain(
        state,
        assigned.flatMap(({ topic, partitions }) => partitions.map((partition) => partitionName(topic, partition))),
      );
    },
    roomy: () => [...lanes.values()].filter((lane) => isRoomy(lane, limits, lanes.size)),
    crowded: () => [...lanes.values()].some((lane) => !isRoomy(lane, limits, lanes.size)),
    add: (lane, position, fetched) => {
      if (isAlive(state, lane) && lane.window.position() === position) {
        lane.add(fetched.records.map(entryOf(toRecord)), fetched.next ?? position);
      }
    },
    restart: (lane, offset) => {
      if (isAlive(state, lane)) {
        start(state, { topic: lane.topic, partition: lane.partition, offset });
      }
    },
    take: (now) => take(state, now),
    settle: ({ lane, records }, result) => {
      state.out -= records.length;
      lane.settle(records, result);
    },
    nextDue: () => {
      const times = [...lanes.values()].map((lane) => lane.nextDue()).filter((time) => time !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    uncommitted: () => uncommitted(state),
    committed: (offsets) => {
      committed(state, offsets);
    },
  };
}

interface SetState {
  readonly limits: LaneLimits;
  /** In the order of their turns. */
  readonly lanes: Map<string, PartitionLane>;
  /** The committed offset of each lane, as the broker knows it. */
  readonly told: Map<string, bigint>;
  readonly busy: Set<string>;
  /** Records that are taken and not settled, of lanes that are gone too. */
  out: number;
}

function assign(state: SetState, starts: readonly PartitionOffset[]): void {
  retain(
    state,
    starts.map(({ topic, partition }) => partitionName(topic, partition)),
  );
  for (const place of starts) {
    const lane = state.lanes.get(partitionName(place.topic, place.partition));
    if (lane === undefined || lane.window.committable() < place.offset) {
      start(state, place);
    }
  }
}

function retain({ lanes, told }: SetState, names: readonly string[]): void {
  const kept = new Set(names);
  for (const name of lanes.keys()) {
    if (!kept.has(name)) {
      lanes.delete(name);
      told.delete(name);
    }
  }
}

function start({ lanes, told, busy }: SetState, { topic, partition, offset }: PartitionOffset): void {
  const name = partitionName(topic, partition);
  lanes.set(name, createPartitionLane({ topic, partition, start: offset, busy }));
  told.set(name, offset);
}

function isAlive({ lanes }: SetState, lane: PartitionLane): boolean {
  return lanes.get(partitionName(lane.topic, lane.partition)) === lane;
}

function take(state: SetState, now: number): TakenRecords | undefined {
  const { lanes, limits } = state;
  const most = Math.min(limits.batchRecords, limits.maxRecords - state.out);
  for (const [name, lane] of lanes) {
    const records = most > 0 ? lane.take(most, now) : [];
    if (records.length > 0) {
      lanes.delete(name);
      lanes.set(name, lane);
      state.out += records.length;
      return { lane, records };
    }
  }
  return undefined;
}

function uncommitted({ lanes, told }: SetState): readonly PartitionOffset[] {
  return [...lanes]
    .filter(([name, { window }]) => window.committable() > (told.get(name) ?? 0n))
    .map(([, { topic, partition, window }]) => ({ topic, partition, offset: window.committable() }));
}

function committed({ lanes, told }: SetState, offsets: readonly PartitionOffset[]): void {
  for (const { topic, partition, offset } of offsets) {
    const name = partitionName(topic, partition);
    if (lanes.has(name)) {
      told.set(name, offset);
    }
  }
}

/**
 * Each lane has its share, so that one whose commit is held back by a waiting record leaves the others room. Fetching
 * begins again when half of it is free, before the other half is handled.
 */
function isRoomy(lane: PartitionLane, { maxRecords, maxBytes }: LaneLimits, lanes: number): boolean {
  return lane.window.held() * 2 <= Math.max(Math.floor(maxRecords / lanes), 1) && lane.bytes() < maxBytes / lanes;
}

function entryOf(toRecord: ToRecord): (record: KafkaRecordIn) => LaneEntry {
  return (record) => ({
    offset: record.offset,
    record: toRecord(record),
    bytes: overheadBytes + (record.value?.byteLength ?? 0) + (record.key?.byteLength ?? 0),
  });
}

/** Rough bytes of a record's text and of what is kept about it. */
const overheadBytes = 200;
