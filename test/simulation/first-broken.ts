import { type Simulation, type SimulationOptions, simulate } from './simulate.ts';

/** The first of so many seeds, counted from 1, that breaks a promise under a mutation; undefined when none does. */
export async function firstBroken<Scenario, Mutation>(
  options: Omit<SimulationOptions<Scenario, Mutation>, 'seed'>,
  seeds: number,
): Promise<Simulation | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const simulation = await simulate({ ...options, seed });
    if (simulation.breaches.length > 0) {
      return simulation;
    }
  }
  return undefined;
}
