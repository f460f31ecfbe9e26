import { type Simulation, type SimulationOptions, simulate } from './simulate.ts';

/** Leaves out one fault after another while the run still breaks a promise: what is left is needed to break it. */
export async function shrink(options: SimulationOptions, broken: Simulation): Promise<Simulation> {
  let least = broken;
  for (const fault of broken.faults) {
    const faults = least.faults.filter((other) => other !== fault);
    const smaller = await simulate({ ...options, faults });
    least = smaller.breaches.length > 0 ? { ...smaller, faults } : least;
  }
  return least;
}
