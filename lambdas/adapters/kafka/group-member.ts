import { Consumer, type GroupAssignment, UserError } from '@platformatic/kafka';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { platformaticOptions } from './platformatic-options.ts';

/** How a worker is a member of its consumer group. */
export interface GroupOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** A name that a restarted worker keeps, so that it gets its partitions back. @default none */
  readonly instanceId?: string;
  /** After so long without a sign of life a member is dead. @default 30000 */
  readonly sessionMs: number;
  /** How long a fetch may wait for records, in milliseconds. */
  readonly fetchWaitMs: number;
  /** Most bytes of a fetch from one partition, as they travel. */
  readonly fetchBytes: number;
}

/** An offset of a partition. */
export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A partition to fetch from. */
export interface FetchPlace extends PartitionOffset {
  readonly topicId: string;
}

/** What a broker answers to a fetch. */
export type FetchAnswer = Awaited<ReturnType<Consumer['fetch']>>;

/** What it answers for one partition. */
export type FetchedPartition = FetchAnswer['responses'][number]['partitions'][number];

/** A worker's membership in a consumer group, with its own connections. */
export interface GroupMember {
  /** What is assigned; another array after every change. */
  assigned(): readonly GroupAssignment[];
  /** Whether the group moves partitions: nothing may be committed meanwhile. */
  readonly moving: () => boolean;
  /** The error that ended the membership; undefined while it lives. */
  readonly broken: () => unknown;
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Committed offsets of what is assigned, and the start of the log where there is none. */
  starts(): Promise<readonly PartitionOffset[]>;
  /** The leader of each assigned partition with its topic's id. */
  leaders(refresh: boolean): Promise<ReadonlyMap<string, Leader>>;
  fetch(node: number, places: readonly FetchPlace[]): Promise<FetchAnswer>;
  /** Leaves the group. */
  close(): Promise<void>;
}

/** Who leads a partition. */
export interface Leader {
  readonly node: number;
  readonly topicId: string;
}

/** The name of a partition, as it is a key of maps. */
export function partitionName(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/** Joins the group and resolves once it has. `onMove` runs when partitions are about to move. */
export async function joinGroup(options: GroupOptions, onMove: () => void): Promise<GroupMember> {
  const consumer = createConsumer(options);
  const state = { moving: false, broken: undefined as unknown };
  consumer.on('error', (error: unknown) => {
    state.broken ??= error;
  });
  consumer.on('consumer:group:rebalance', () => {
    onMove();
    state.moving = true;
  });
  consumer.on('consumer:group:join', () => {
    state.moving = false;
  });
  const close = (): Promise<void> => consumer.close(true);
  try {
    consumer.topics.trackAll(...options.topics);
    await findTopics(consumer, options.topics);
    await consumer.joinGroup({});
  } catch (cause) {
    await close().catch(() => undefined);
    throw cause;
  }
  return { ...memberOf(consumer, options), moving: () => state.moving, broken: () => state.broken, close };
}

/** The client asks several times before it says that there is no such topic. */
async function findTopics(consumer: Consumer, topics: readonly string[]): Promise<void> {
  try {
    await consumer.metadata({ topics: [...topics] });
  } catch (cause) {
    if (cause instanceof UserError) {
      throw new PipelineError(`topics "${topics.join(', ')}" must exist`, { code: 'source-unavailable', cause });
    }
    throw cause;
  }
}

function createConsumer({
  connection,
  groupId,
  instanceId,
  sessionMs,
  fetchWaitMs,
  fetchBytes,
}: GroupOptions): Consumer {
  return new Consumer({
    ...platformaticOptions(connection),
    groupId,
    ...(instanceId !== undefined && { groupInstanceId: instanceId }),
    sessionTimeout: sessionMs,
    rebalanceTimeout: Math.max(sessionMs, 60_000),
    heartbeatInterval: Math.min(3000, Math.floor(sessionMs / 3)),
    // Partitions that stay with their member are not taken from it while the others move.
    protocols: [{ name: 'cooperative-sticky', version: 1 }],
    autocommit: false,
    isolationLevel: 1,
    minBytes: 1,
    maxWaitTime: fetchWaitMs,
    maxBytes: fetchBytes * 16,
    retries: 3,
    retryDelay: 250,
  });
}

type Calls = Pick<GroupMember, 'assigned' | 'commit' | 'starts' | 'leaders' | 'fetch'>;

const nothing: readonly GroupAssignment[] = [];

function memberOf(consumer: Consumer, { topics, fetchBytes }: GroupOptions): Calls {
  const assigned = (): readonly GroupAssignment[] => consumer.assignments ?? nothing;
  return {
    assigned,
    commit: (offsets) => consumer.commit({ offsets: offsets.map((place) => ({ ...place, leaderEpoch: -1 })) }),
    starts: () => startsOf(consumer, assigned()),
    leaders: async (refresh) => leadersOf(consumer, topics, refresh),
    fetch: (node, places) =>
      consumer.fetch({
        node,
        topics: [...Map.groupBy(places, ({ topicId }) => topicId)].map(([topicId, ofTopic]) => ({
          topicId,
          partitions: ofTopic.map(({ partition, offset }) => ({
            partition,
            fetchOffset: offset,
            partitionMaxBytes: fetchBytes,
            currentLeaderEpoch: -1,
            lastFetchedEpoch: -1,
          })),
        })),
      }),
  };
}

async function leadersOf(
  consumer: Consumer,
  topics: readonly string[],
  forceUpdate: boolean,
): Promise<ReadonlyMap<string, Leader>> {
  const metadata = await consumer.metadata({ topics: [...topics], forceUpdate });
  const leaders = new Map<string, Leader>();
  for (const [topic, { id, partitions }] of metadata.topics) {
    partitions.forEach(({ leader }, partition) =>
      leaders.set(partitionName(topic, partition), { node: leader, topicId: id }),
    );
  }
  return leaders;
}

async function startsOf(consumer: Consumer, assigned: readonly GroupAssignment[]): Promise<readonly PartitionOffset[]> {
  if (assigned.length === 0) {
    return [];
  }
  const committed = await consumer.listCommittedOffsets({ topics: [...assigned] });
  const earliest = await consumer.listOffsets({ topics: assigned.map(({ topic }) => topic), timestamp: -2n });
  return assigned.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => {
      const offset = committed.get(topic)?.[partition] ?? -1n;
      const first = earliest.get(topic)?.[partition] ?? 0n;
      return { topic, partition, offset: offset < first ? first : offset };
    }),
  );
}
