import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FaultPlan, type PlannedFault, randomFaults, scriptedFaults } from './schedule/faults.ts';
import { createRandom } from './schedule/random.ts';
import type { TracedCall } from './schedule/scheduler.ts';
import type { Statistics } from './schedule/statistics.ts';
import type { Simulated } from './simulated.ts';

/** What a run showed. */
export interface Simulation {
  readonly world: string;
  readonly seed: number;
  readonly breaches: readonly string[];
  readonly statistics: Statistics;
  readonly trace: readonly TracedCall[];
  readonly faults: readonly PlannedFault[];
}

/** What to run. */
export interface SimulationOptions<Scenario, Mutation> {
  readonly world: Simulated<Scenario, Mutation>;
  readonly seed: number;
  /** @default drawn by the seed */
  readonly scenario?: Scenario;
  /** @default drawn by the seed */
  readonly faults?: readonly PlannedFault[];
  /** @default nothing is broken */
  readonly mutation?: Mutation;
}

/** Runs one seed; the same options always give the same trace. */
export async function simulate<Scenario, Mutation>(
  options: SimulationOptions<Scenario, Mutation>,
): Promise<Simulation> {
  // A run keeps the event loop to itself; signals and progress get their turn between two.
  await nextTurn();
  const { world, seed, faults } = options;
  const { breaches, scheduler } = await world.play({
    scenario: options.scenario ?? world.draw(createRandom(seed + 1)),
    random: createRandom(seed),
    faults: faults === undefined ? planOf(seed) : scriptedFaults(faults),
    leapChance: leapChances[seed % leapChances.length] ?? 0,
    mutation: options.mutation ?? world.sound,
  });
  const { statistics, trace, faults: struck } = scheduler;
  return { world: world.name, seed, breaches, statistics, trace, faults: struck };
}

/** Mostly a leap or two for each run; in one run of five, most messages come back in the middle of their handling. */
const leapChances = [0.002, 0.002, 0.002, 0.002, 0.02];

/** Quiet and stormy runs by turns. */
function planOf(seed: number): FaultPlan {
  const random = createRandom(seed + 2);
  return randomFaults(random, [0.02, 0.06, 0.2][seed % 3] ?? 0.06, 5 + random.below(40));
}
