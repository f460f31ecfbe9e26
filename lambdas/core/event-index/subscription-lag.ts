import type { ItemStore } from '../ports/item-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type Checkpoint, type StoppedAt, checkpointKey, checkpointOf, readCheckpoints } from './checkpoint.ts';
import { indexPartitions } from './index-partition.ts';
import type { IndexReader } from './index-reader.ts';

/** How far a reader is behind the index in one partition. */
export interface PartitionLag {
  readonly partition: string;
  /** Position of the last event that it is done with. */
  readonly position: number;
  /** Position of the newest event. */
  readonly head: number;
  /** Events between the two. */
  readonly events: number;
  /** Milliseconds since the oldest of them was indexed; 0 when there is none. */
  readonly ms: number;
  /** The event at which the reader stands still. */
  readonly stopped: StoppedAt | undefined;
}

/** What measuring works with. */
export interface LagDependencies {
  readonly name: string;
  readonly items: Pick<ItemStore, 'get' | 'query'>;
  readonly reader: Pick<IndexReader, 'head' | 'pages'>;
  readonly clock: Clock;
}

/** The lag of every partition. */
export async function lagsOf(dependencies: LagDependencies): Promise<readonly PartitionLag[]> {
  const known = await readCheckpoints(dependencies.items, dependencies.name);
  return Promise.all(indexPartitions.map((partition) => measured(dependencies, partition, known.get(partition))));
}

/** The lag of one partition. */
export async function lagOf(dependencies: LagDependencies, partition: string): Promise<PartitionLag> {
  const item = await dependencies.items.get(checkpointKey(dependencies.name, partition));
  return measured(dependencies, partition, checkpointOf(item));
}

/** Counts the lag of some partitions, once a run. */
export function countLag(telemetry: Telemetry, lags: readonly PartitionLag[]): void {
  telemetry.count(
    'EventsBehind',
    lags.reduce((sum, { events }) => sum + events, 0),
  );
  telemetry.count('SecondsBehind', Math.floor(Math.max(0, ...lags.map(({ ms }) => ms)) / 1000));
}

async function measured(
  { reader, clock }: LagDependencies,
  partition: string,
  checkpoint: Checkpoint | undefined,
): Promise<PartitionLag> {
  const { position, atEnd, stopped } = checkpoint ?? { position: 0, atEnd: true, stopped: undefined };
  const head = await reader.head(partition);
  const [oldest] = head > position ? await reader.pages({ partition, after: position, atEnd, limit: 1 }) : [];
  const ms = oldest === undefined ? 0 : Math.max(clock.now() - oldest.at, 0);
  return { partition, position, head, events: Math.max(head - position, 0), ms, stopped };
}
