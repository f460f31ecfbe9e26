import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { type GroupMember, joinGroup } from '../../../lambdas/adapters/kafka/group-member.ts';
import type { KafkaConnection } from '../../../lambdas/adapters/kafka/kafka-connection.ts';
import { createKafkaOperations } from '../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { createJitteredBackoff } from '../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { type Invocation, createInvokeFunction } from '../invoke-function.ts';
import { createPatience } from '../patience.ts';
import { createPayloadFilter } from '../payload-filter.ts';
import { type PollerCounters, createPollerCounters } from '../poller-counters.ts';
import { type KafkaEvent, type KafkaEventSource, kafkaEvent } from './kafka-event.ts';
import { type KafkaFailures, openKafkaFailures } from './kafka-failures.ts';
import { failedOffsets } from './failed-offsets.ts';
import { type HandOverParts, type KafkaPollerSettings, kafkaPollerDefaults } from './kafka-poller-settings.ts';
import type { KafkaBatch, KafkaPartition } from './kafka-partition.ts';
import { createPartitionIntake } from './partition-intake.ts';

/** The topic, its function, and how records are handed over. */
export interface KafkaPollerOptions extends Partial<KafkaPollerSettings> {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topic: string;
  /** As the events say it. */
  readonly source: KafkaEventSource;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  /** Name or ARN. */
  readonly functionName: string;
}

/** Reads a topic and hands its records to a function, one batch at a time. */
export interface KafkaPoller {
  start(): void;
  /** Commits what is done, leaves the group, and rejects with what made polling fail. */
  stop(): Promise<void>;
  /** Starts unless that was done, and resolves when the group has nothing left; rejects when polling fails first. */
  drain(): Promise<void>;
  /** As they are now. */
  counters(): PollerCounters;
}

/**
 * Opens the poller that stands in for Lambda's mapping of Kafka, which a local endpoint does not have.
 *
 * A batch holds records of several partitions. What the function names as failed comes again, its partition from there
 * on; when it throws, all of it does. What fails too often goes to the on-failure destination. A poller that dies has
 * committed what was done, and the rest comes again.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-esm.html
 *
 * @throws PipelineError `backend-failed` for a filter that is not understood.
 */
export function openKafkaPoller(options: KafkaPollerOptions): KafkaPoller {
  const settings = { ...kafkaPollerDefaults, ...options };
  const counters = createPollerCounters();
  const passes = createPayloadFilter(settings.filters, 'value');
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const begin = (): Promise<void> => (running ??= poll({ settings, counters, passes, signal: stopping.signal }));
  return {
    start: () => {
      // Whoever stops or drains is told.
      begin().catch(() => undefined);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    drain: async () => {
      await Promise.race([drained(settings, stopping.signal), begin()]);
    },
    counters: () => ({ ...counters }),
  };
}

type Parts = HandOverParts<KafkaPollerOptions>;

/** Milliseconds between looks when nothing can be handed over. */
const pauseMs = 50;

async function poll(parts: Parts): Promise<void> {
  const { settings, signal } = parts;
  const failures = await openKafkaFailures(settings);
  const member = await joinGroup({ ...settings, topics: [settings.topic] }, () => undefined);
  const intake = createPartitionIntake({ ...parts, member });
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  const patience = createPatience({ backoff, signal });
  const invoke = createInvokeFunction<KafkaEvent>(settings.lambda, settings.functionName);
  try {
    while (!signal.aborted) {
      throwWhenBroken(member);
      if (member.moving()) {
        await sleep(pauseMs);
        continue;
      }
      await intake.fill();
      const ready = intake.ready();
      if (ready.length === 0) {
        await sleep(pauseMs);
        continue;
      }
      await handOver(parts, ready, { failures, invoke: (event) => patience(() => invoke(event)) });
      await intake.commit();
    }
    await intake.commit();
  } finally {
    await Promise.allSettled([member.close(), failures.close()]);
  }
}

function throwWhenBroken(member: GroupMember): void {
  const cause = member.broken();
  if (cause !== undefined) {
    throw cause instanceof Error ? cause : new Error('the membership ended', { cause });
  }
}

interface Ways {
  readonly failures: KafkaFailures;
  readonly invoke: (event: KafkaEvent) => Promise<Invocation>;
}

interface Taken {
  readonly partition: KafkaPartition;
  readonly batch: KafkaBatch;
}

/** One invocation with what fits into it, of every partition that has something. */
async function handOver(parts: Parts, ready: readonly KafkaPartition[], ways: Ways): Promise<void> {
  const { settings, counters } = parts;
  const taken = takeFrom(ready, settings.batchSize);
  const records = taken.flatMap(({ batch }) => batch.records);
  counters.invocations += 1;
  const invocation = await ways.invoke(kafkaEvent(settings.source, records));
  const { delivery } = invocation;
  const answer = delivery.kind === 'answered' ? delivery.answer : undefined;
  const outcome = { delivery, failed: failedOffsets(answer, records), now: Date.now() };
  let [again, given] = [0, 0];
  for (const { partition, batch } of taken) {
    const before = partition.pending();
    const hopeless = partition.settle(batch, outcome);
    if (hopeless !== undefined) {
      const facts = { ...hopeless, source: settings.source, functionArn: settings.functionName, invocation };
      await ways.failures.send({ ...facts, now: outcome.now });
      counters.failures += 1;
      partition.pass(hopeless);
      given += hopeless.batch.records.length;
    }
    again += partition.pending() - before;
  }
  counters.records += records.length - again - given;
  counters.retries += again > 0 ? 1 : 0;
}

function takeFrom(ready: readonly KafkaPartition[], most: number): readonly Taken[] {
  let room = most;
  return ready.flatMap((partition) => {
    if (room === 0) {
      return [];
    }
    const batch = partition.take(room);
    room -= batch.records.length;
    return [{ partition, batch }];
  });
}

/** Milliseconds between looks at what the group has left. */
const lookMs = 100;

async function drained({ connection, groupId, topic }: KafkaPollerOptions, signal: AbortSignal): Promise<void> {
  const operations = createKafkaOperations(connection);
  try {
    const left = async (): Promise<number> => {
      const partitions = await operations.lagOf({ group: groupId, topics: [topic] });
      return partitions.reduce((sum, { lag, end, first }) => sum + Number(lag ?? end - first), 0);
    };
    while (!signal.aborted && (await left()) > 0) {
      await sleep(lookMs);
    }
  } finally {
    await operations.close();
  }
}
