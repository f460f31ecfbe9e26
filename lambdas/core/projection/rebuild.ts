import type { SubscriptionRun } from '../event-index/subscription.ts';
import { readCheckpoints } from '../event-index/checkpoint.ts';
import { createIndexReader } from '../event-index/index-reader.ts';
import type { Backoff } from '../ports/backoff.ts';
import { requestRebuild } from './begin-generation.ts';
import { generationReader } from './generation.ts';
import { type ProjectorDependencies, type RebuildProgress, projectionNamed } from './projector.ts';
import { readRegistry } from './registry.ts';
import { switchGeneration } from './switch-generation.ts';
import { readerName } from './view-key.ts';

/** Which view to build anew, how long, and who hears of it. */
export interface RebuildRequest {
  readonly projection: string;
  /** Milliseconds since the epoch, from which on nothing new is begun. */
  readonly deadline: number;
  /** Called whenever some events were done with. @default nobody hears */
  readonly progress?: (progress: RebuildProgress) => void;
}

/**
 * How a rebuild ended: readers see the new generation; or an event stops it; or there was no time left, or another
 * process has given it up. What is not switched goes on with the next rebuild or run of a projector.
 */
export interface RebuildResult {
  readonly kind: 'switched' | 'stopped' | 'unfinished' | 'replaced';
  readonly generation: number;
  readonly events: number;
}

/** What a rebuild works with. */
export interface RebuildDependencies extends ProjectorDependencies {
  readonly backoff: Backoff;
}

/**
 * Builds a view anew from the first event on, beside the one that is read, and switches once it has caught up.
 *
 * Goes on with a generation that is being built already, after a crash or in another process; the old generation's rows
 * are deleted by later runs of the projector. Whoever keeps the live one goes on meanwhile.
 */
export async function rebuild(dependencies: RebuildDependencies, request: RebuildRequest): Promise<RebuildResult> {
  const { items, clock, backoff } = dependencies;
  const projection = projectionNamed(dependencies.projections, request.projection);
  const { building } = await requestRebuild(items, projection);
  const generation = building?.generation ?? 0;
  const reader = generationReader(dependencies, projection, { generation, building: true });
  const moved = await watchOf(dependencies, request, generation);
  let events = 0;
  for (let round = 1; clock.now() < request.deadline; round += 1) {
    const run = await reader.run({ deadline: request.deadline, moved });
    events += run.events;
    const kind = await endOf(dependencies, { projection: request.projection, generation, run });
    if (kind !== undefined) {
      return { kind, generation, events };
    }
    await backoff.wait(round);
  }
  return { kind: 'unfinished', generation, events };
}

/** How the rebuild has ended with a run; undefined when it goes on. */
async function endOf(
  dependencies: RebuildDependencies,
  at: { readonly projection: string; readonly generation: number; readonly run: SubscriptionRun },
): Promise<RebuildResult['kind'] | undefined> {
  const { projection, generation, run } = at;
  if (run.partitions.some(({ end }) => end === 'stopped')) {
    return 'stopped';
  }
  if (isThrough(run) && (await switchGeneration(dependencies, projection))) {
    return 'switched';
  }
  const { live, building } = await readRegistry(dependencies.items, projection);
  if (building?.generation === generation) {
    return undefined;
  }
  return live?.generation === generation ? 'switched' : 'replaced';
}

function isThrough({ partitions }: SubscriptionRun): boolean {
  return partitions.every(({ end }) => end === 'drained' || end === 'idle');
}

/** Turns the moves of checkpoints into progress. */
async function watchOf(
  { items }: RebuildDependencies,
  { projection, progress }: RebuildRequest,
  generation: number,
): Promise<(moved: { readonly partition: string; readonly position: number }) => void> {
  if (progress === undefined) {
    return () => undefined;
  }
  const heads = await createIndexReader({ items }).heads();
  const known = await readCheckpoints(items, readerName({ projection, generation }));
  const reached = new Map([...known.values()].map(({ partition, position }) => [partition, position]));
  const ends = new Map(heads.map(({ partition, position }) => [partition, position]));
  return ({ partition, position }) => {
    reached.set(partition, position);
    ends.set(partition, Math.max(ends.get(partition) ?? 0, position));
    progress({ projection, generation, done: sum(reached), total: sum(ends) });
  };
}

function sum(positions: ReadonlyMap<string, number>): number {
  return [...positions.values()].reduce((total, position) => total + position, 0);
}
