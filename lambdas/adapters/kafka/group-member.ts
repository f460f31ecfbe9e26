import { Consumer, type GroupAssignment, type Message, type Producer, UserError } from '@platformatic/kafka';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { GroupOptions } from './group-options.ts';
import { type PartitionFetcher, createPartitionFetcher } from './partition-fetcher.ts';
import type { PartitionOffset } from './partition-place.ts';
import { platformaticOptions } from './platformatic-options.ts';

/** A transaction of the client's producer. */
export type KafkaTransaction = Awaited<ReturnType<Producer['beginTransaction']>>;

/** A worker's membership in a consumer group, with its own connections. */
export interface GroupMember extends Omit<PartitionFetcher, 'close'> {
  /** What is assigned; another array after every change. */
  assigned(): readonly GroupAssignment[];
  /** Whether the group moves partitions: nothing may be committed meanwhile. */
  readonly moving: () => boolean;
  /** The error that ended the membership; undefined while it lives. */
  readonly broken: () => unknown;
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Commits an offset with a transaction, which fails when this is no member of the group's generation any more. */
  commitWith(transaction: KafkaTransaction, offset: PartitionOffset): Promise<void>;
  /** Committed offsets of what is assigned, and the start of the log where there is none. */
  starts(): Promise<readonly PartitionOffset[]>;
  /** Leaves the group. */
  close(): Promise<void>;
}

/** Runs when the group begins to move partitions, and when it takes some away: with what is left. */
export type OnMove = (left: readonly GroupAssignment[]) => void;

/**
 * Joins the group and resolves once it has.
 *
 * What is committed in the call of `onMove` reaches the broker before the partitions that are taken away are let go.
 */
export async function joinGroup(options: GroupOptions, onMove: OnMove): Promise<GroupMember> {
  const consumer = createConsumer(options);
  const fetcher = createPartitionFetcher(options);
  const state = { moving: false, broken: undefined as unknown };
  consumer.on('error', (error: unknown) => {
    state.broken ??= error;
  });
  consumer.on('consumer:group:rebalance', () => {
    onMove(consumer.assignments ?? nothing);
    state.moving = true;
  });
  consumer.on('consumer:group:join', () => {
    state.moving = false;
  });
  const close = async (): Promise<void> => {
    await Promise.all([consumer.close(true), fetcher.close()]);
  };
  try {
    consumer.topics.trackAll(...options.topics);
    await findTopics(consumer, options.topics);
    await consumer.joinGroup({});
  } catch (cause) {
    await close().catch(() => undefined);
    throw cause;
  }
  const watched = { moving: () => state.moving, broken: () => state.broken };
  return { ...fetcher, ...offsetsOf(consumer), ...watched, close };
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

function createConsumer({ connection, groupId, instanceId, sessionMs }: GroupOptions): Consumer {
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
    retries: 3,
    retryDelay: 250,
  });
}

const nothing: readonly GroupAssignment[] = [];

function offsetsOf(consumer: Consumer): Pick<GroupMember, 'assigned' | 'commit' | 'commitWith' | 'starts'> {
  const assigned = (): readonly GroupAssignment[] => consumer.assignments ?? nothing;
  return {
    assigned,
    commit: (offsets) => consumer.commit({ offsets: offsets.map((place) => ({ ...place, leaderEpoch: -1 })) }),
    commitWith: async (transaction, offset) => {
      await transaction.addConsumer(consumer);
      await transaction.addOffset(lastRead(consumer, offset));
    },
    starts: () => startsOf(consumer, assigned()),
  };
}

/** The client commits the offset behind a message, so it is given the last one that was read. */
function lastRead(consumer: Consumer, { topic, partition, offset }: PartitionOffset): Message {
  const { groupId, generationId, memberId, coordinatorId } = consumer;
  const empty = Buffer.alloc(0);
  return {
    ...{ topic, partition, offset: offset - 1n, leaderEpoch: -1, timestamp: 0n },
    ...{ key: empty, value: empty, headers: new Map(), headerEntries: [] },
    metadata: { consumer: { groupId, generationId, memberId, coordinatorId } },
    commit: () => undefined,
    toJSON: () => {
      throw new TypeError('it stands for a place alone');
    },
  };
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
