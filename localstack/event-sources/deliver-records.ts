import type { Backoff } from '../../lambdas/core/ports/backoff.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Invocation, InvokeFunction } from './invoke-function.ts';
import type { LambdaStreamRecord } from './lambda-stream-record.ts';
import { nextStep } from './next-step.ts';
import type { CountingCounters } from './poller-counters.ts';
import type { GiveUpCondition, RetrySettings } from './retry-decision.ts';
import { type StreamBatch, batchesOf } from './stream-batch.ts';

/** What was given up, and the invocation after which it was. */
export interface GivenUp {
  readonly batch: StreamBatch;
  readonly condition: GiveUpCondition;
  readonly invocation: Invocation;
}

/** What a function behind a stream mapping is invoked with. */
export interface StreamEvent {
  readonly Records: readonly LambdaStreamRecord[];
}

/** How the records of a shard are handed over. */
export interface DeliverRecordsOptions {
  readonly settings: RetrySettings & { readonly batchSize: number };
  readonly invoke: InvokeFunction<StreamEvent>;
  /** Everything up to this record is done with. */
  readonly done: (record: LambdaStreamRecord) => Promise<void>;
  readonly giveUp: (given: GivenUp) => Promise<void>;
  /** So many records are not done with. */
  readonly onPending: (records: number) => void;
  readonly backoff: Backoff;
  readonly clock: Clock;
  readonly counters: CountingCounters;
  readonly signal: AbortSignal;
}

/**
 * Hands records over in their order until each is done with or given up; answers false when the signal came first.
 *
 * A batch that was begun is settled before the signal is heeded.
 */
export async function deliverRecords(
  records: readonly LambdaStreamRecord[],
  options: DeliverRecordsOptions,
): Promise<boolean> {
  let batches = batchesOf(records, options.settings.batchSize);
  let pauses = 0;
  while (!options.signal.aborted) {
    const [batch, ...later] = batches;
    if (batch === undefined) {
      return true;
    }
    options.onPending(batches.reduce((total, { records: each }) => total + each.length, 0));
    const { rest, pause } = await deliverBatch(batch, options);
    pauses = pause ? pauses + 1 : 0;
    if (pause) {
      await options.backoff.wait(pauses);
    }
    batches = [...rest, ...later];
  }
  return false;
}

interface Delivered {
  readonly rest: readonly StreamBatch[];
  readonly pause: boolean;
}

/** One invocation; answers what of the batch is to come again. */
async function deliverBatch(batch: StreamBatch, options: DeliverRecordsOptions): Promise<Delivered> {
  const { settings, counters, clock } = options;
  counters.invocations += 1;
  const invocation = await options.invoke({ Records: batch.records });
  const step = nextStep({ batch, delivery: invocation.delivery, now: clock.now() }, settings);
  switch (step.kind) {
    case 'done':
      await passed(batch, 0, options);
      return { rest: [], pause: false };
    case 'give-up':
      return giveUp(batch, { ...step, invocation }, options);
    case 'again':
      counters.retries += 1;
      await passed(batch, lengthOf(step.batches), options);
      return { rest: step.batches, pause: step.pause };
  }
}

/** The checkpoint moves on only after the failure is told: a crash between the two tells it twice, never not at all. */
async function giveUp(batch: StreamBatch, given: GivenUp, options: DeliverRecordsOptions): Promise<Delivered> {
  const before = batch.records.length - given.batch.records.length;
  await options.giveUp(given);
  options.counters.failures += 1;
  options.counters.records += before;
  await markDone(batch.records, options);
  return { rest: [], pause: false };
}

/** Marks as done what lies before the last `remaining` records. */
async function passed(batch: StreamBatch, remaining: number, options: DeliverRecordsOptions): Promise<void> {
  const succeeded = batch.records.slice(0, batch.records.length - remaining);
  options.counters.records += succeeded.length;
  await markDone(succeeded, options);
}

async function markDone(records: readonly LambdaStreamRecord[], { done }: DeliverRecordsOptions): Promise<void> {
  const last = records.at(-1);
  if (last !== undefined) {
    await done(last);
  }
}

function lengthOf(batches: readonly StreamBatch[]): number {
  return batches.reduce((total, { records }) => total + records.length, 0);
}
