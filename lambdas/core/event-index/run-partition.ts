import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type Lease, takeLease } from '../lease/take-lease.ts';
import type { Update } from '../ports/item-store.ts';
import { type Checkpoint, type StoppedAt, checkpointKey, checkpointOf, stoppedAttribute } from './checkpoint.ts';
import { openedEvents } from './opened-events.ts';
import { type OpenedEvent, isRetryable } from './read-event.ts';
import type { SubscriptionRunOptions, SubscriptionSetup } from './subscription-setup.ts';
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
  const reading: Reading = { lease, checkpoint, buffer: [], single: false };
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
  buffer: readonly OpenedEvent[];
  /** Whether events are handed over one by one, to find the one that cannot be handled. */
  single: boolean;
}

async function readOn(
  setup: SubscriptionSetup,
  options: SubscriptionRunOptions,
  reading: Reading,
): Promise<PartitionEnd> {
  while (setup.clock.now() < options.deadline) {
    if (reading.buffer.length === 0) {
      reading.buffer = await openedEvents(setup, reading.checkpoint);
    }
    if (reading.buffer.length === 0) {
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
  const [next] = reading.buffer;
  if (next?.kind === 'fault') {
    return stop(setup, reading, next);
  }
  const batch = batchOf(reading.buffer, {
    most: reading.single ? 1 : setup.eventsAtOnce,
    replayUpTo: reading.checkpoint.liveFrom,
    replay: setup.replay,
  });
  try {
    return await take(setup, options, { reading, batch });
  } catch (cause) {
    const [event] = batch.events;
    if (isRetryable(cause) || event === undefined) {
      throw cause;
    }
    if (batch.events.length > 1) {
      reading.single = true;
      return undefined;
    }
    return stop(setup, reading, { event, cause });
  }
}

async function take(
  { items, handle, name, clock, leaseSeconds }: SubscriptionSetup,
  { moved }: SubscriptionRunOptions,
  { reading, batch }: { readonly reading: Reading; readonly batch: EventBatch },
): Promise<PartitionEnd | undefined> {
  const { lease, checkpoint, buffer } = reading;
  const { partition } = checkpoint;
  const { taken = batch.events.length, writes = [] } =
    batch.events.length === 0 ? {} : await handle(batch.events, { replay: batch.replay });
  const position = movedTo(batch, taken);
  const rest = buffer.slice(position - checkpoint.position);
  const move: Update = {
    kind: 'update',
    key: checkpointKey(name, partition),
    set: { position, atEnd: rest.length === 0, leaseUntil: clock.now() + leaseSeconds * 1000 },
    ...(checkpoint.stopped === undefined ? {} : { remove: ['stopped'] }),
    // The lease keeps two readers apart; the position alone already lets only one of them move on from here.
    when: [...lease.fence.when, { attribute: 'position', is: 'equal', value: checkpoint.position }],
  };
  const result = writes.length === 0 ? await items.write(move) : await items.transact([move, ...writes]);
  if (!result.ok) {
    refuseOwn(result);
    return 'lost';
  }
  reading.checkpoint = { ...checkpoint, position, atEnd: rest.length === 0, stopped: undefined };
  reading.buffer = rest;
  moved?.({ partition, position });
  return undefined;
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

async function stop(
  { items, name, telemetry }: SubscriptionSetup,
  { lease, checkpoint }: Reading,
  { event: { partition, position, stream, version }, cause }: Pick<OpenedEvent & { kind: 'fault' }, 'event' | 'cause'>,
): Promise<PartitionEnd> {
  const place = { partition, position, stream, version };
  telemetry.error('partition stands still at an event', { subscription: name, ...place }, cause);
  const stopped: StoppedAt = { position, stream, version, reason: reasonOf(cause) };
  if (checkpoint.stopped?.position !== position) {
    const key = checkpointKey(name, partition);
    await items.write({ kind: 'update', key, set: { stopped: stoppedAttribute(stopped) }, when: lease.fence.when });
  }
  return 'stopped';
}

function reasonOf(cause: unknown): string {
  if (cause instanceof PipelineError) {
    return cause.code;
  }
  return cause instanceof Error ? cause.name : 'unknown';
}
