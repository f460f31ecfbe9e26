import type { Mutation } from './mutants/mutation.ts';
import { type Simulation, simulate } from './simulate.ts';

/** The first of so many seeds, counted from 1, that breaks a promise under a mutation; undefined when none does. */
export async function firstBroken(mutation: Mutation, seeds: number): Promise<Simulation | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const simulation = await simulate({ seed, mutation });
    if (simulation.breaches.length > 0) {
      return simulation;
    }
  }
  return undefined;
}
