import { type Simulation, type SimulationOptions, simulate } from './simulate.ts';

/** Runs after which the search for a smaller one ends. */
const mostTries = 300;

/**
 * Leaves out faults, many at once and then one by one, while the run still breaks a promise: what is left is needed to
 * break it, or the search took too long.
 */
export async function shrink<Scenario, Mutation>(
  options: SimulationOptions<Scenario, Mutation>,
  broken: Simulation,
): Promise<Simulation> {
  let least = broken;
  let tries = 0;
  for (let size = least.faults.length; size > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < least.faults.length && tries < mostTries; tries += 1) {
      const faults = least.faults.toSpliced(from, size);
      const smaller = await simulate({ ...options, faults });
      const better = smaller.breaches.length > 0 && smaller.faults.length < least.faults.length;
      least = better ? smaller : least;
      from += better ? 0 : size;
    }
  }
  return least;
}
