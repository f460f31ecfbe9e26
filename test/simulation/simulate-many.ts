import { type Statistics, addStatistics, noStatistics } from './schedule/statistics.ts';
import { shrink } from './shrink.ts';
import { type Simulation, simulate } from './simulate.ts';
import type { Simulated } from './simulated.ts';

/** What many schedules came to. */
export interface Totals {
  readonly schedules: number;
  readonly seconds: number;
  readonly statistics: Statistics;
  /** The first schedule that broke a promise, with no more faults than it needs; none came after it. */
  readonly broken: Simulation | undefined;
}

/** Runs the seeds from 1 on, up to the first that breaks a promise; tells after each what they did so far. */
export async function simulateMany<Scenario, Mutation>(
  world: Simulated<Scenario, Mutation>,
  seeds: number,
  onSchedule: (schedules: number, statistics: Statistics) => void,
): Promise<Totals> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const statistics = noStatistics();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const simulation = await simulate({ world, seed });
    addStatistics(statistics, simulation.statistics);
    if (simulation.breaches.length > 0) {
      return { schedules: seed, seconds: seconds(), statistics, broken: await shrink({ world, seed }, simulation) };
    }
    onSchedule(seed, statistics);
  }
  return { schedules: seeds, seconds: seconds(), statistics, broken: undefined };
}
