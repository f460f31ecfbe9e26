import type { Telemetry } from '../../core/ports/telemetry.ts';
import { committedRecords } from './committed-records.ts';
import type { LaneSet } from './lane-set.ts';
import type { FetchAnswer, FetchPlace, Leader, PartitionFetcher } from './partition-fetcher.ts';
import type { PartitionLane } from './partition-lane.ts';
import { partitionName } from './partition-place.ts';
import { errorNames } from './send-failure.ts';
import { groupBy } from '../../contracts/group-by.ts';

/** What fetching works with. */
export interface FetchRoundsDependencies {
  readonly member: Pick<PartitionFetcher, 'leaders' | 'fetch'>;
  readonly lanes: LaneSet;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly telemetry: Telemetry;
  /** Runs when lanes have got something. */
  readonly onRecords: () => void;
}

/** Fetches for the lanes of one membership. */
export interface FetchRounds {
  /** Starts a fetch from every broker that leads a lane with room and has none to answer. Rejects without metadata. */
  start(): Promise<void>;
  /** Resolves when one of the running fetches has ended; never when there is none. */
  ended(): Promise<void>;
}

/** Milliseconds after a failed fetch before the same broker is asked again. */
const failurePauseMs = 200;

/**
 * Milliseconds that a broker may wait for records while a lane has no room: that lane may have room again in a moment,
 * and its next records could not be fetched before the answer about the others.
 */
const crowdedWaitMs = 20;

/** Creates rounds without a running fetch: one at a time from each broker. */
export function createFetchRounds(dependencies: FetchRoundsDependencies): FetchRounds {
  const { member, lanes, sleep, telemetry } = dependencies;
  const running = new Map<number, Promise<void>>();
  let refresh = false;
  const fetch = async (node: number, wanted: readonly Wanted[]): Promise<void> => {
    try {
      const mostMs = lanes.crowded() ? crowdedWaitMs : undefined;
      takeIn(dependencies, wanted, await member.fetch(node, wanted.map(placeOf), mostMs));
    } catch (cause) {
      if (!restartLost(dependencies, wanted, cause)) {
        refresh = true;
        telemetry.info('fetch failed', { node, reason: errorNames(cause).join(': ') });
      }
      await sleep(failurePauseMs);
    } finally {
      running.delete(node);
    }
  };
  return {
    start: async () => {
      const leaders = await member.leaders(refresh);
      refresh = false;
      const wanted = lanes.roomy().flatMap((lane) => wantedOf(lane, leaders));
      for (const [node, places] of groupBy(wanted, ({ leader }) => leader.node)) {
        if (node >= 0 && !running.has(node)) {
          running.set(node, fetch(node, places));
        }
      }
    },
    ended: () => (running.size === 0 ? new Promise(() => undefined) : Promise.race(running.values())),
  };
}

interface Wanted {
  readonly lane: PartitionLane;
  readonly leader: Leader;
  readonly position: bigint;
}

function wantedOf(lane: PartitionLane, leaders: ReadonlyMap<string, Leader>): readonly Wanted[] {
  const leader = leaders.get(partitionName(lane.topic, lane.partition));
  return leader === undefined ? [] : [{ lane, leader, position: lane.window.position() }];
}

function placeOf({ lane, leader, position }: Wanted): FetchPlace {
  return { topic: lane.topic, partition: lane.partition, topicId: leader.topicId, offset: position };
}

function takeIn(
  { lanes, onRecords }: FetchRoundsDependencies,
  wanted: readonly Wanted[],
  { responses }: FetchAnswer,
): void {
  for (const { topicId, partitions } of responses) {
    for (const answer of partitions) {
      // What an earlier fetch asked for may still come along.
      const place = wanted.find(
        (one) => one.leader.topicId === topicId && one.lane.partition === answer.partitionIndex,
      );
      if (place !== undefined) {
        lanes.add(place.lane, place.position, committedRecords(place.lane.topic, answer));
      }
    }
  }
  onRecords();
}

const offsetOutOfRange = 1;

/** Goes on at the start of a log whose records were deleted before they were read; false when that was not the fault. */
function restartLost(
  { lanes, telemetry }: FetchRoundsDependencies,
  wanted: readonly Wanted[],
  cause: unknown,
): boolean {
  const answers = responseOf(cause)?.responses.flatMap(({ topicId, partitions }) =>
    partitions.map((answer) => ({ topicId, ...answer })),
  );
  const lost = (answers ?? []).filter(({ errorCode }) => errorCode === offsetOutOfRange);
  for (const { topicId, partitionIndex, logStartOffset } of lost) {
    const place = wanted.find((one) => one.leader.topicId === topicId && one.lane.partition === partitionIndex);
    if (place !== undefined) {
      const { topic, partition } = place.lane;
      telemetry.warn('records were deleted before they were read', {
        topic,
        partition,
        position: String(place.position),
        start: String(logStartOffset),
      });
      lanes.restart(place.lane, logStartOffset);
    }
  }
  return lost.length > 0;
}

/** The client puts the answer of a fetch that failed for a partition into its error. */
function responseOf(cause: unknown): Pick<FetchAnswer, 'responses'> | undefined {
  const response: unknown = cause instanceof Error ? Reflect.get(cause, 'response') : undefined;
  return isResponse(response) ? response : undefined;
}

function isResponse(value: unknown): value is Pick<FetchAnswer, 'responses'> {
  return typeof value === 'object' && value !== null && 'responses' in value && Array.isArray(value.responses);
}
