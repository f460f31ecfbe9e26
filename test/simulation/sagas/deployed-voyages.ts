import type { SagaDefinition } from '../../../lambdas/core/saga/saga-definition.ts';
import type { Process } from '../schedule/process.ts';
import { voyages } from './voyage.ts';
import type { VoyageWorld } from './voyage-world.ts';

/** Milliseconds after which the second version has reached every process. */
const rolledOutAfterMs = 3_600_000;

/**
 * The definitions that a process has, newest first: the second version comes in the middle of things, and to the second
 * process of a role later than to the first.
 */
export function deployedVoyages(world: VoyageWorld, process: Process): readonly SagaDefinition[] {
  const { scenario, progress, mutation, clock } = world;
  const [first, second] = voyages;
  const lag = process.name.endsWith('2') ? 1 : 0;
  const isDeployed = progress.wanted >= scenario.upgradeAfter + lag || clock.now() - world.startedAt > rolledOutAfterMs;
  const deployed = isDeployed ? [second, first] : [first];
  return mutation.definitions?.(deployed) ?? deployed;
}
