import { knownTypes } from '../../contracts/events/decode-envelope.ts';
import type { EventType } from '../../contracts/events/event-type.ts';
import type { EnvelopeOf } from '../consume/consumer.ts';
import { forEachBounded } from '../consume/for-each-bounded.ts';
import type { LeaseDependencies } from '../lease/take-lease.ts';
import type { PayloadSource } from '../payload/whole-envelope.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { fnv1a } from '../text/fnv1a.ts';
import { type Checkpoint, readCheckpoints } from './checkpoint.ts';
import { beginCheckpoints } from './begin-checkpoints.ts';
import { indexPartitionCount, indexPartitions } from './index-partition.ts';
import { createIndexReader } from './index-reader.ts';
import type { ReadEvent } from './read-event.ts';
import { type Moved, type SkippedEvent, rewindAll, skipEvent } from './move-checkpoint.ts';
import type { Handled, ReadingContext, SubscriptionRunOptions, SubscriptionSetup } from './subscription-setup.ts';
import { type PartitionLag, countLag, lagOf, lagsOf } from './subscription-lag.ts';
import { type PartitionRun, runPartition } from './run-partition.ts';

/** What reads the index. */
export interface SubscriptionOptions<Types extends readonly EventType[] = readonly EventType[]> {
  /** Names its checkpoints; never another subscription's. */
  readonly name: string;
  /** The types it reads; events of others are passed over. */
  readonly events: Types;
  /**
   * Takes some events of one partition, in their order; those of a stream are in the order of their versions.
   *
   * Delivery is at least once: what it does beside its `writes` must be safe to do again. When it throws for an event
   * by itself, the partition stands still there and the others go on; a retryable PipelineError ends the run only.
   */
  handle(events: readonly ReadEvent<EnvelopeOf<Types[number]>>[], context: ReadingContext): Promise<Handled>;
  /** Where a new subscription begins. @default 'beginning' */
  readonly startsAt?: 'beginning' | 'head';
  /** Whether all that it reads is a replay. @default as far as there were events when it began or was set back */
  readonly replay?: boolean;
}

/** What subscriptions work with. */
export interface SubscriptionDependencies extends Omit<LeaseDependencies, 'items' | 'leaseSeconds'> {
  /** The index's table; checkpoints lie there too. */
  readonly items: ItemStore;
  readonly telemetry: Telemetry;
  /** Where data lies that was put aside, and what opens it. @default such an event stops its partition */
  readonly payloads?: PayloadSource;
  /** Seconds after which the partition of a process that died is free again. @default 60 */
  readonly leaseSeconds?: number;
  /** Partitions that a process reads at a time. @default 4 */
  readonly partitionsAtOnce?: number;
  /** Events given to the handler together, at most. @default 500 */
  readonly eventsAtOnce?: number;
}

/** What a run has done. */
export interface SubscriptionRun {
  /** Events that it is done with, those of other types among them. */
  readonly events: number;
  readonly partitions: readonly PartitionRun[];
  /** What this process knows to be left: that of partitions it could not finish, none of those others were at. */
  readonly lag: readonly PartitionLag[];
}

/** A reader of the index with a checkpoint for each partition, run by any number of processes at once. */
export interface Subscription {
  /** Reads until nothing is left, partition by partition, leaving out those that others are at. */
  run(options: SubscriptionRunOptions): Promise<SubscriptionRun>;
  /** How far each partition is behind the index now; about two requests for each. */
  lag(): Promise<readonly PartitionLag[]>;
  /** Passes over the next event of a partition, for an operator; what was skipped stays on record. */
  skip(event: SkippedEvent): Promise<Moved>;
  /** Sets every partition back to its beginning, for an operator; what is read again is a replay. */
  rewind(): Promise<void>;
}

/** Creates a subscription. */
export function createSubscription<const Types extends readonly EventType[]>(
  dependencies: SubscriptionDependencies,
  options: SubscriptionOptions<Types>,
): Subscription {
  const setup = setupOf(dependencies, options);
  return {
    run: (run) => runAll(setup, run),
    lag: () => lagsOf(setup),
    skip: (event) => skipEvent(setup, event),
    rewind: () => rewindAll(setup),
  };
}

function setupOf<const Types extends readonly EventType[]>(
  dependencies: SubscriptionDependencies,
  options: SubscriptionOptions<Types>,
): SubscriptionSetup {
  const { name, events, startsAt = 'beginning', replay } = options;
  return {
    payloads: undefined,
    leaseSeconds: 60,
    partitionsAtOnce: 4,
    eventsAtOnce: 500,
    ...dependencies,
    name,
    types: knownTypes(events),
    reader: createIndexReader(dependencies),
    startsAt,
    replay,
    // Only events of its own types are handed to it.
    handle: (read, context) => options.handle(read as readonly ReadEvent<EnvelopeOf<Types[number]>>[], context),
  };
}

async function runAll(setup: SubscriptionSetup, options: SubscriptionRunOptions): Promise<SubscriptionRun> {
  const known = await beginCheckpoints(setup, await readCheckpoints(setup.items, setup.name));
  const partitions: PartitionRun[] = [];
  await forEachBounded(partitionsFrom(setup), setup.partitionsAtOnce, async (partition) => {
    partitions.push(await attempt(setup, options, { partition, checkpoint: known.get(partition) }));
  });
  const unfinished = new Set(
    partitions.filter(({ end }) => !['idle', 'drained', 'taken'].includes(end)).map(({ partition }) => partition),
  );
  const lag = await Promise.all([...unfinished].map((partition) => lagOf(setup, partition)));
  report(setup, partitions, lag);
  return { events: partitions.reduce((sum, { events }) => sum + events, 0), partitions, lag };
}

/** Every partition, from another one for each run: processes that start together meet at few. */
function partitionsFrom({ ids }: SubscriptionSetup): readonly string[] {
  const first = fnv1a(ids.next()) % indexPartitionCount;
  return [...indexPartitions.slice(first), ...indexPartitions.slice(0, first)];
}

/** A partition that fails does not fail its neighbours. */
async function attempt(
  setup: SubscriptionSetup,
  options: SubscriptionRunOptions,
  { partition, checkpoint }: { readonly partition: string; readonly checkpoint: Checkpoint | undefined },
): Promise<PartitionRun> {
  try {
    return checkpoint === undefined || setup.clock.now() >= options.deadline
      ? { partition, events: 0, end: 'unfinished' }
      : await runPartition(setup, options, checkpoint);
  } catch (cause) {
    setup.telemetry.error('partition not read', { subscription: setup.name, partition }, cause);
    return { partition, events: 0, end: 'failed' };
  }
}

function report(
  { telemetry }: SubscriptionSetup,
  partitions: readonly PartitionRun[],
  lag: readonly PartitionLag[],
): void {
  countLag(telemetry, lag);
  telemetry.count('PartitionsStopped', partitions.filter(({ end }) => end === 'stopped').length);
}
