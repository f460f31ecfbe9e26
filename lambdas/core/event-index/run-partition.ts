import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type Lease, takeLease } from '../lease/take-lease.ts';
import type { TransactionResult, Update, WriteResult } from '../ports/item-store.ts';
import { type Checkpoint, checkpointKey, checkpointOf } from './checkpoint.ts';
import { type ReadAhead, openedEvents } from './opened-events.ts';
import { isRetryable } from './read-event.ts';
import { stopPartition } from './stop-partition.ts';
import type { Handled, SubscriptionRunOptions, SubscriptionSetup } from './subscription-setup.ts';
import { type EventBatch, batchOf, movedTo } from './event-batch.ts';

/**
 * How the reading of a partition ended: `idle` with nothing to read, `drained` with everything read, `taken` because
 * another process is at it, `lost` because another took it over, `stopped` at an event that cannot be handled, `failed`
 * at something that may work next time, `unfinished` for want of time.
 */
export type PartitionEnd = 'idle' | 'drained' | 'taken' | 'lost' | 'stopped' | 'failed' | 'unfinished';

/** What a run has done in one partition. */
export interface PartitionRun {
  readonly partition: string;
  readonly events: number;
  readonly end: PartitionEnd;
}

/** Reads one partition from its checkpoint on; one in which nothing waits costs one request and no lease. */
export async function runPartition(
  setup: SubscriptionSetup,
  options: SubscriptionRunOptions,
  known: Checkpoint,
): Promise<PartitionRun> {
  const { items, name, reader } = setup;
  const { partition } = known;
  const waiting = await reader.pages({ partition, after: known.position, atEnd: known.atEnd, limit: 1 });
  if (waiting.length === 0) {
    return { partition, events: 0, end: 'idle' };
  }
  const key = checkpointKey(name, partition);
  const lease = await takeLease(setup, key);
  const checkpoint = lease === undefined ? undefined : checkpointOf(await items.get(key));
  if (lease === undefined || checkpoint === undefined) {
    return { partition, events: 0, end: 'taken' };
  }
  const reading: Reading = { lease, checkpoint, ahead: { opened: [], unopened: [] }, singleTo: 0, committingTo: 0 };
  try {
    const end = await readOn(setup, options, reading);
    return { partition, events: reading.checkpoint.position - checkpoint.position, end };
  } finally {
    await lease.release();
  }
}

/** A partition while it is read. */
interface Reading {
  readonly lease: Lease;
  checkpoint: Checkpoint;
  /** Events behind the checkpoint that were read from the index. */
  ahead: ReadAhead;
  /** Up to this position events are handed over one by one, to find the one that cannot be handled. */
  singleTo: number;
  /** Where the writes lead that are being made; 0 while there are none, and what fails is the handler. */
  committingTo: number;
}

async function readOn(
  setup: SubscriptionSetup,
  options: SubscriptionRunOptions,
  reading: Reading,
): Promise<PartitionEnd> {
  while (setup.clock.now() < options.deadline) {
    if (reading.ahead.opened.length === 0) {
      reading.ahead = await openedEvents(setup, reading.checkpoint, reading.ahead.unopened);
    }
    if (reading.ahead.opened.length === 0) {
      return 'drained';
    }
    const end = await step(setup, options, reading);
    if (end !== undefined) {
      return end;
    }
  }
  return 'unfinished';
}

/** Hands over some events; undefined when the reading goes on. */
async function step(
  setup: SubscriptionSetup,
  options: SubscriptionRunOptions,
  reading: Reading,
): Promise<PartitionEnd | undefined> {
  const [next] = reading.ahead.opened;
  if (next?.kind === 'fault') {
    return stopPartition(setup, reading, next);
  }
  const batch = batchOf(reading.ahead.opened, {
    most: reading.checkpoint.position < reading.singleTo ? 1 : setup.eventsAtOnce,
    replayUpTo: reading.checkpoint.liveFrom,
    replay: setup.replay,
  });
  try {
    return await take(setup, options, { reading, batch });
  } catch (cause) {
    return afterFailure(setup, { reading, batch, cause });
  }
}

/** Stops at an event that was alone; others are handed over again one by one. */
async function afterFailure(
  setup: SubscriptionSetup,
  failed: { readonly reading: Reading; readonly batch: EventBatch; readonly cause: unknown },
): Promise<PartitionEnd | undefined> {
  const { reading, batch, cause } = failed;
  const [event, ...others] = batch.events;
  // A store that never takes the writes of one event may say no more than one that does not answer.
  const mayPass = isRetryable(cause) && (reading.committingTo === 0 || others.length === 0);
  if (event === undefined || mayPass) {
    throw cause;
  }
  if (others.length > 0) {
    reading.singleTo = reading.committingTo === 0 ? batch.last : reading.committingTo;
    return undefined;
  }
  return stopPartition(setup, reading, { event, cause });
}

async function take(
  { items, handle, name, clock, leaseSeconds }: SubscriptionSetup,
  { moved }: SubscriptionRunOptions,
  { reading, batch }: { readonly reading: Reading; readonly batch: EventBatch },
): Promise<PartitionEnd | undefined> {
  const { lease, checkpoint, ahead } = reading;
  const { partition } = checkpoint;
  reading.committingTo = 0;
  const { taken = batch.events.length, writes = [] } =
    batch.events.length === 0 ? {} : await handle(batch.events, { replay: batch.replay });
  const position = movedTo(batch, taken);
  const opened = ahead.opened.slice(position - checkpoint.position);
  const atEnd = opened.length + ahead.unopened.length === 0;
  const move: Update = {
    kind: 'update',
    key: checkpointKey(name, partition),
    set: { position, atEnd, leaseUntil: clock.now() + leaseSeconds * 1000 },
    ...(checkpoint.stopped && { remove: ['stopped'] }),
    // The lease keeps two readers apart; the position alone already lets only one of them move on from here.
    when: [...lease.fence.when, { attribute: 'position', is: 'equal', value: checkpoint.position }],
  };
  const result = await commit(items, reading, { move, position, writes });
  if (!result.ok) {
    refuseOwn(result);
    return 'lost';
  }
  reading.checkpoint = { ...checkpoint, position, atEnd, stopped: undefined };
  reading.ahead = { ...ahead, opened };
  moved?.({ partition, position });
  return undefined;
}

function commit(
  items: SubscriptionSetup['items'],
  reading: Reading,
  { move, position, writes }: { readonly move: Update; readonly position: number } & Required<Pick<Handled, 'writes'>>,
): Promise<WriteResult | TransactionResult> {
  if (writes.length === 0) {
    return items.write(move);
  }
  reading.committingTo = position;
  return items.transact([move, ...writes]);
}

/** A refusal that is not the checkpoint's is that of a change the handler has asked for. */
function refuseOwn(result: { readonly refused: readonly { readonly index: number }[] } | object): void {
  if ('refused' in result && result.refused.every(({ index }) => index !== 0)) {
    throw new PipelineError('the changes of a handler must be such that the store takes them, got one refused', {
      code: 'store-conflict',
      retryable: true,
    });
  }
}
