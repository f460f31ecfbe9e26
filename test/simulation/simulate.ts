import { breachesOf } from './checks.ts';
import { type FaultPlan, type PlannedFault, randomFaults, scriptedFaults } from './faults.ts';
import type { Mutation } from './mutation.ts';
import { createRandom } from './random.ts';
import { type Scenario, randomScenario } from './scenario.ts';
import type { Statistics, TracedCall } from './scheduler.ts';
import { run } from './world.ts';

/** What a run showed. */
export interface Simulation {
  readonly seed: number;
  readonly breaches: readonly string[];
  readonly statistics: Statistics;
  readonly trace: readonly TracedCall[];
  readonly faults: readonly PlannedFault[];
}

/** What to run. */
export interface SimulationOptions {
  readonly seed: number;
  /** @default drawn by the seed */
  readonly scenario?: Scenario;
  /** @default drawn by the seed */
  readonly faults?: readonly PlannedFault[];
  readonly mutation?: Mutation;
}

/** Runs one seed; the same options always give the same trace. */
export async function simulate({ seed, scenario, faults, mutation }: SimulationOptions): Promise<Simulation> {
  const random = createRandom(seed);
  const orders = scenario ?? randomScenario(createRandom(seed + 1));
  const outcome = await run({
    scenario: orders,
    random,
    faults: faults === undefined ? planOf(seed) : scriptedFaults(faults),
    ...(mutation && { mutation }),
  });
  const { statistics, trace, faults: struck } = outcome.scheduler;
  return { seed, breaches: breachesOf(orders, outcome), statistics, trace, faults: struck };
}

/** Quiet and stormy runs by turns. */
function planOf(seed: number): FaultPlan {
  const random = createRandom(seed + 2);
  return randomFaults(random, [0.01, 0.04, 0.15][seed % 3] ?? 0.04, 5 + random.below(40));
}
