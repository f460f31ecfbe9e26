import type { RetryDelay } from '../../../core/consume/full-jitter.ts';
import { type FetchedRecords, committedRecords } from '../committed-records.ts';
import { type GroupMember, joinGroup } from '../group-member.ts';
import type { GroupOptions } from '../group-options.ts';
import type { FetchAnswer, FetchPlace } from '../partition-fetcher.ts';
import { isHopeless } from '../is-hopeless.ts';
import { kafkaSourceDefaults } from '../kafka-source.ts';
import { createPartitionCount } from '../partition-count.ts';
import { partitionName } from '../partition-place.ts';
import { errorNames } from '../send-failure.ts';
import { type LaneKeeper, createLaneKeeper } from './lane-keeper.ts';
import type { ProcessorLane } from './processor-lane.ts';
import { type RecordProcessorDependencies, createRecordProcessor } from './record-processor.ts';
import { createTransactionalProducer } from './transactional-producer.ts';
import { groupBy } from '../../../contracts/group-by.ts';

/** What a processor uses when nothing else is said. */
export const kafkaProcessorDefaults = {
  sessionMs: kafkaSourceDefaults.sessionMs,
  fetchWaitMs: kafkaSourceDefaults.fetchWaitMs,
  fetchBytes: kafkaSourceDefaults.fetchBytes,
  recordSeconds: 30,
  topicLookMs: kafkaSourceDefaults.topicLookMs,
} as const;

/** What a processor works with. */
export interface KafkaProcessorOptions
  extends
    Omit<RecordProcessorDependencies, 'recordSeconds'>,
    Pick<GroupOptions, 'connection' | 'groupId' | 'topics' | 'instanceId'>,
    Partial<Pick<GroupOptions, 'sessionMs' | 'fetchWaitMs' | 'fetchBytes'>> {
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly retryDelay: RetryDelay;
  /** @default kafkaProcessorDefaults.recordSeconds */
  readonly recordSeconds?: number;
  /** Milliseconds after which partitions that were added to a topic are noticed. @default kafkaProcessorDefaults.topicLookMs */
  readonly topicLookMs?: number;
}

/** Milliseconds between looks at the group while it moves partitions, and after a failure. */
const pauseMs = 250;

/**
 * Reads topics as a member of a consumer group, takes each record through a consumer and sends what that publishes to
 * topics of the same cluster, exactly once: outputs and offsets are committed in one transaction of each partition.
 *
 * Who reads the outputs must read committed records alone. A partition is processed in its order; a record that fails is
 * tried again after its delay and holds up those behind it, one that never can be handled goes to the dead-letter topic,
 * in the same transaction. Effects of the consumer outside of Kafka are not part of it. Runs until `signal` aborts; a
 * membership that is lost is joined again.
 *
 * The transactional id is that of the group and the partition, as in KIP-98: the next owner of a partition shuts out the
 * one before it, and only then reads where that one stopped.
 *
 * Source: https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging
 *
 * @throws the client's error for what no waiting mends, such as a login that is refused.
 */
export async function runKafkaProcessor(options: KafkaProcessorOptions, signal: AbortSignal): Promise<void> {
  const { telemetry, sleep } = options;
  while (!signal.aborted) {
    try {
      await processAsMember({ ...kafkaProcessorDefaults, ...options }, signal);
    } catch (cause) {
      if (isHopeless(cause)) {
        throw cause;
      }
      telemetry.warn('membership of the consumer group lost', { reason: errorNames(cause).join(': ') });
      await sleep(pauseMs, signal);
    }
  }
}

type Settings = KafkaProcessorOptions & Required<Pick<KafkaProcessorOptions, keyof typeof kafkaProcessorDefaults>>;

async function processAsMember(settings: Settings, signal: AbortSignal): Promise<void> {
  const { connection, groupId, clock, telemetry, sleep } = settings;
  const member = await joinGroup(settings, () => undefined);
  const keeper = createLaneKeeper({
    ...{ member, telemetry, now: () => clock.now() },
    producerOf: (topic, partition) =>
      createTransactionalProducer(connection, `${groupId}-${partitionName(topic, partition)}`),
    processorOf: () => createRecordProcessor(settings),
  });
  try {
    let adopted: unknown;
    const partitions = createPartitionCount({ ...member, now: () => clock.now(), everyMs: settings.topicLookMs });
    // Left and joined anew when there are others: a group shares out those that it knew.
    while (!signal.aborted && !(await partitions.changed())) {
      throwWhenBroken(member);
      if (member.moving()) {
        await sleep(pauseMs, signal);
        continue;
      }
      const assigned = member.assigned();
      const whole = await round({ ...settings, member, keeper }, adopted !== assigned, signal);
      adopted = whole ? assigned : undefined;
    }
  } finally {
    await keeper.close();
    // The brokers forget a member that cannot say goodbye.
    await member.close().catch(() => undefined);
  }
}

function throwWhenBroken(member: GroupMember): void {
  const cause = member.broken();
  if (cause !== undefined) {
    throw cause instanceof Error ? cause : new Error('the membership ended', { cause });
  }
}

interface Round extends Settings {
  readonly member: GroupMember;
  readonly keeper: LaneKeeper;
}

/** Fetches once for all lanes that are not waiting, and processes; false when some lane has to be opened anew. */
async function round(parts: Round, isNew: boolean, signal: AbortSignal): Promise<boolean> {
  const { member, keeper, clock, sleep, fetchWaitMs } = parts;
  if (isNew) {
    await keeper.adopt();
  }
  const due = keeper.lanes().filter((lane) => lane.notBefore() <= clock.now());
  if (due.length === 0) {
    await sleep(Math.min(fetchWaitMs, pauseMs), signal);
    return true;
  }
  const leaders = await member.leaders(isNew);
  const byNode = groupBy(due, (lane) => leaders.get(partitionName(lane.topic, lane.partition))?.node ?? -1);
  const outcomes = await Promise.all(
    [...byNode].map(([node, lanes]) =>
      node < 0 ? missing(parts, signal) : fetchInto(parts, { node, lanes, leaders }),
    ),
  );
  return outcomes.every(Boolean);
}

async function missing({ sleep }: Round, signal: AbortSignal): Promise<boolean> {
  await sleep(pauseMs, signal);
  return false;
}

interface NodeFetch {
  readonly node: number;
  readonly lanes: readonly ProcessorLane[];
  readonly leaders: Awaited<ReturnType<GroupMember['leaders']>>;
}

async function fetchInto(parts: Round, { node, lanes, leaders }: NodeFetch): Promise<boolean> {
  const places = lanes.flatMap((lane) => {
    const { topic, partition } = lane;
    const topicId = leaders.get(partitionName(topic, partition))?.topicId;
    return topicId === undefined ? [] : [{ lane, topic, partition, topicId, offset: lane.position() }];
  });
  const answer = await fetchFrom(parts, node, places);
  if (answer === undefined) {
    return false;
  }
  const processed = await Promise.all(
    places.map(async ({ lane, topic, topicId, partition }) => {
      const found = answer.responses
        .find((one) => one.topicId === topicId)
        ?.partitions.find((one) => one.partitionIndex === partition);
      return found === undefined || process(parts, lane, committedRecords(topic, found));
    }),
  );
  return processed.every(Boolean);
}

/** Undefined when it failed: the leaders are asked for again then, and where an offset is no longer in the log as well. */
async function fetchFrom(
  { member, keeper, telemetry, sleep }: Round,
  node: number,
  places: readonly (FetchPlace & { readonly lane: ProcessorLane })[],
): Promise<FetchAnswer | undefined> {
  try {
    return await member.fetch(node, places);
  } catch (cause) {
    const names = errorNames(cause);
    telemetry.info('fetch failed', { node, reason: names.join(': ') });
    await Promise.all(names.includes('OFFSET_OUT_OF_RANGE') ? places.map(({ lane }) => keeper.drop(lane)) : []);
    await sleep(pauseMs, new AbortController().signal);
    return undefined;
  }
}

/** Never rejects: one partition that cannot be committed is no fault of the others. */
async function process({ keeper, telemetry }: Round, lane: ProcessorLane, fetched: FetchedRecords): Promise<boolean> {
  try {
    await lane.process(fetched);
    return true;
  } catch (cause) {
    const { topic, partition } = lane;
    telemetry.warn('nothing of a partition committed, it is read again', {
      ...{ topic, partition, reason: errorNames(cause).join(': ') },
    });
    await keeper.drop(lane);
    return false;
  }
}
