import { firstBroken } from './first-broken.ts';
import { shrink } from './shrink.ts';
import type { Simulation } from './simulate.ts';
import type { Simulated } from './simulated.ts';

/** What became of one mutant. */
export interface Catch {
  readonly mutant: string;
  /** The run of the first seed that caught it, with no more faults than it needs; undefined: it got away. */
  readonly broken: Simulation | undefined;
}

/**
 * Seeds that a mutant gets to be caught. Most need one or two; the rarest breaks a promise in one of fifty, and a change
 * anywhere in the pipeline deals every schedule anew.
 */
export const seedsForMutants = 600;

/** Gives every mutant its seeds; tells after each how many were tried. */
export async function catchMutants<Scenario, Mutation>(
  world: Simulated<Scenario, Mutation>,
  onMutant: (tried: number) => void,
): Promise<readonly Catch[]> {
  const catches: Catch[] = [];
  for (const [mutant, mutation] of Object.entries(world.mutants)) {
    const broken = await firstBroken({ world, mutation }, seedsForMutants);
    catches.push({ mutant, broken: broken && (await shrink({ world, seed: broken.seed, mutation }, broken)) });
    onMutant(catches.length);
  }
  return catches;
}
