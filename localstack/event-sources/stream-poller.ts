import { setTimeout as timeout } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createJitteredBackoff } from '../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Checkpoints } from './checkpoints.ts';
import { openFailureDestination } from './failure-destination.ts';
import { createInvokeFunction } from './invoke-function.ts';
import { listShards } from './list-shards.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { createPatience } from './patience.ts';
import { type CountingCounters, type PollerCounters, createPollerCounters } from './poller-counters.ts';
import { type ReadShardOptions, readShard } from './read-shard.ts';
import { createRecordFilter } from './record-filter.ts';
import { createShardReaders } from './shard-readers.ts';
import { type StreamProgress, createStreamProgress } from './stream-progress.ts';

/** What a poller works with. */
export interface StreamPollerOptions {
  readonly streams: DynamoDBStreamsClient;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  readonly settings: MappingSettings;
  readonly checkpoints: Checkpoints;
  /** Pauses between retries of a failing batch and of a failing call. @default full jitter up to a second */
  readonly backoff?: Backoff;
  /** @default the machine's */
  readonly clock?: Clock;
  /** Milliseconds until a shard that was empty is looked at again. @default 50 */
  readonly emptyPauseMs?: number;
  /** Milliseconds until the stream is looked at for new shards. @default 500 */
  readonly listPauseMs?: number;
}

/** Reads a table's stream and hands its records to a function, by the rules of Lambda's event source mapping. */
export interface StreamPoller {
  /** Polls until the signal comes; the batch in hand is settled first. What was not done with comes again next time. */
  run(signal: AbortSignal): Promise<void>;
  /** Records in hand, and at least one until a look finds nothing new; 0 when all that was written is done with. */
  lag(): number;
  /** Resolves when everything written before the call is done with. */
  caughtUp(): Promise<void>;
  /** As they are now. */
  counters(): PollerCounters;
}

/**
 * Creates the poller that stands in for Lambda where a local endpoint's own loses failed records.
 *
 * Shards are read in parallel, each in its order and from its checkpoint, parents before their children. Records that
 * were handed over when the process died come again, as on AWS. `ParallelizationFactor` and the batching window are
 * left out: they change the speed only.
 *
 * `run` throws PipelineError `backend-failed` when the endpoint stays away or refuses, or when a filter is not
 * understood; `caughtUp` does when polling stops first.
 */
export function createStreamPoller(options: StreamPollerOptions): StreamPoller {
  const counters = createPollerCounters();
  const progress = createStreamProgress();
  return {
    run: async (signal) => {
      try {
        await poll(options, { counters, progress, signal });
      } finally {
        progress.stopped();
      }
    },
    lag: () => progress.lag(),
    caughtUp: () => progress.caughtUp(),
    counters: () => ({ ...counters }),
  };
}

interface Polling {
  readonly counters: CountingCounters;
  readonly progress: StreamProgress;
  readonly signal: AbortSignal;
}

async function poll(options: StreamPollerOptions, polling: Polling): Promise<void> {
  const { streams, settings, checkpoints, listPauseMs = 500 } = options;
  const { progress } = polling;
  const failed = new AbortController();
  const signal = AbortSignal.any([polling.signal, failed.signal]);
  const shared = await sharedBy(options, { ...polling, signal });
  const readers = createShardReaders({
    checkpoints,
    progress,
    read: (shardId) => readShard(shardId, shared),
    onFailure: () => {
      failed.abort();
    },
  });
  try {
    while (!signal.aborted) {
      const look = progress.look();
      await readers.begin(await shared.patience(() => listShards(streams, settings.streamArn)));
      progress.listed(look);
      await timeout(listPauseMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    failed.abort();
    await readers.ended();
  }
  readers.throwFailure();
}

async function sharedBy(options: StreamPollerOptions, polling: Polling): Promise<ReadShardOptions> {
  const { streams, lambda, sqs, settings, checkpoints, clock = systemClock, emptyPauseMs = 50 } = options;
  const backoff = options.backoff ?? createJitteredBackoff({ sleep, random: Math.random });
  const { signal } = polling;
  return {
    ...{ streams, settings, checkpoints, clock, emptyPauseMs, backoff, ...polling },
    invoke: createInvokeFunction(lambda, settings.functionArn),
    failures: await openFailureDestination(sqs, settings.onFailure),
    passes: createRecordFilter(settings.filters),
    patience: createPatience({ backoff, signal }),
  };
}
