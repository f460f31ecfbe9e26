import type { SubscriptionDependencies, SubscriptionRun } from '../event-index/subscription.ts';
import { type PartitionLag, countLag } from '../event-index/subscription-lag.ts';
import type { Moved, SkippedEvent } from '../event-index/move-checkpoint.ts';
import { type AnyProjection, generationReader } from './generation.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { beginProjection, requestRebuild } from './begin-generation.ts';
import { type Registry, readRegistry } from './registry.ts';
import { removeGeneration } from './remove-generation.ts';
import { switchGeneration } from './switch-generation.ts';

/** What a run has done for one projection. */
export interface ProjectionRun {
  readonly projection: string;
  /** What was read for the generation that is read; undefined when another version of the code keeps it. */
  readonly live: SubscriptionRun | undefined;
  /** What was read for the one that is built. */
  readonly building: SubscriptionRun | undefined;
  /** Whether readers see the one that was built from now on. */
  readonly switched: boolean;
}

/** Where a rebuild is. */
export interface RebuildProgress {
  readonly projection: string;
  readonly generation: number;
  /** Events that the new generation is done with. */
  readonly done: number;
  /** Events in the index when this was last looked at. */
  readonly total: number;
}

/** Keeps the views of some projections up with the index, in any number of processes at once. */
export interface Projector {
  /**
   * Takes every projection as far as there are events: the live generation first, then one that is built beside it,
   * which takes the live one's place once it has caught up. A projection that fails does not fail the others.
   *
   * A projection whose version has grown is built anew by itself.
   */
  run(options: { readonly deadline: number }): Promise<readonly ProjectionRun[]>;
  /** Asks for a view to be built anew; the next runs do it. Does nothing while one of this version is being built. */
  requestRebuild(projection: string): Promise<Registry>;
  /** Which generations of a projection there are. */
  state(projection: string): Promise<Registry>;
  /** How far the live generation is behind the index. */
  lag(projection: string): Promise<readonly PartitionLag[]>;
  /** Passes over an event at which a projection stands still; the generation that is built, if there is one, else the live one. */
  skip(projection: string, event: SkippedEvent): Promise<Moved>;
}

/** What a projector works with. */
export interface ProjectorDependencies extends SubscriptionDependencies {
  readonly projections: readonly AnyProjection[];
  /** Seconds for which the rows of a generation stay after readers left it. @default 60 */
  readonly graceSeconds?: number;
}

/** Creates the projector. */
export function createProjector(dependencies: ProjectorDependencies): Projector {
  const { items, projections } = dependencies;
  return {
    async run({ deadline }) {
      const runs: ProjectionRun[] = [];
      for (const projection of projections) {
        runs.push(...(await attempt(dependencies, projection, deadline)));
      }
      return runs;
    },
    requestRebuild: async (name) => requestRebuild(items, projectionNamed(projections, name)),
    state: (name) => readRegistry(items, name),
    async lag(name) {
      const projection = projectionNamed(projections, name);
      const { live } = await readRegistry(items, name);
      return generationReader(dependencies, projection, { generation: live?.generation ?? 1, building: false }).lag();
    },
    async skip(name, event) {
      const projection = projectionNamed(projections, name);
      const { live, building } = await readRegistry(items, name);
      const generation = building?.generation ?? live?.generation ?? 1;
      return generationReader(dependencies, projection, { generation, building: false }).skip(event);
    },
  };
}

/**
 * One of some projections by its name.
 *
 * @throws PipelineError `input-invalid` when there is none.
 */
export function projectionNamed(projections: readonly AnyProjection[], name: string): AnyProjection {
  const found = projections.find((projection) => projection.name === name);
  if (found === undefined) {
    const names = projections.map((projection) => projection.name).join(', ');
    throw new PipelineError(`a projection must be one of ${names}, got "${name}"`, { code: 'input-invalid' });
  }
  return found;
}

async function attempt(
  dependencies: ProjectorDependencies,
  projection: AnyProjection,
  deadline: number,
): Promise<readonly ProjectionRun[]> {
  try {
    return [await advance(dependencies, projection, deadline)];
  } catch (cause) {
    dependencies.telemetry.error('projection not run', { projection: projection.name }, cause);
    return [];
  }
}

async function advance(
  dependencies: ProjectorDependencies,
  projection: AnyProjection,
  deadline: number,
): Promise<ProjectionRun> {
  const { name, version } = projection;
  const registry = await beginProjection(dependencies.items, projection);
  const { live, building } = registry;
  const read = async (made: Registry['live'], isBuilding: boolean): Promise<SubscriptionRun | undefined> =>
    // What another version of the code has made is not gone on with: a view is of one version throughout.
    made?.version === version
      ? generationReader(dependencies, projection, { generation: made.generation, building: isBuilding }).run({
          deadline,
        })
      : undefined;
  const run = { projection: name, live: await read(live, false), building: await read(building, true) };
  const switched = isThrough(run.building) && (await switchGeneration(dependencies, name));
  if (run.live === undefined) {
    await countUnkept(dependencies, projection, switched ? undefined : live?.generation);
  }
  await removeRetired(dependencies, { name, registry, deadline });
  return { ...run, switched };
}

/** What readers see and this code does not keep is behind all the same; without a figure its runs would seem silent. */
async function countUnkept(
  dependencies: ProjectorDependencies,
  projection: AnyProjection,
  generation: number | undefined,
): Promise<void> {
  const lags =
    generation === undefined
      ? []
      : await generationReader(dependencies, projection, { generation, building: false }).lag();
  countLag(dependencies.telemetry, lags);
}

/** Whether nothing was left where this process was; what others are at is found out by the switch itself. */
function isThrough(run: SubscriptionRun | undefined): boolean {
  return run?.partitions.every(({ end }) => end === 'drained' || end === 'idle' || end === 'taken') === true;
}

/** Deletes what was retired long enough ago that no reader is in the midst of it. */
async function removeRetired(
  { items, clock, graceSeconds = 60 }: ProjectorDependencies,
  { name, registry, deadline }: { readonly name: string; readonly registry: Registry; readonly deadline: number },
): Promise<void> {
  for (const { generation, since } of registry.retired) {
    if (clock.now() >= since + graceSeconds * 1000) {
      await removeGeneration({ items, clock }, { projection: name, generation }, deadline);
    }
  }
}
