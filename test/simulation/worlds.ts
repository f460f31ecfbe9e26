import { brokersWorld } from './brokers/brokers-world.ts';
import { type Catch, catchMutants } from './catch-mutants.ts';
import type { Statistics } from './schedule/statistics.ts';
import { type Simulation, simulate } from './simulate.ts';
import { type Totals, simulateMany } from './simulate-many.ts';
import type { Simulated } from './simulated.ts';
import { voyagesWorld } from './sagas/voyages-world.ts';
import { ordersWorld } from './world/orders-world.ts';

/** What the command can do with a world, whatever its scenarios are made of. */
export interface World {
  one(seed: number): Promise<Simulation>;
  many(seeds: number, onSchedule: (schedules: number, statistics: Statistics) => void): Promise<Totals>;
  broken(onMutant: (tried: number) => void): Promise<readonly Catch[]>;
  readonly mutants: readonly string[];
}

/** Every world, by the name that chooses it. */
export const worlds = {
  orders: worldOf(ordersWorld),
  sagas: worldOf(voyagesWorld),
  brokers: worldOf(brokersWorld),
} as const satisfies Record<string, World>;

/** The name of a world. */
export type WorldName = keyof typeof worlds;

/** All of them, in the order in which they are run. */
export const worldNames = Object.keys(worlds) as readonly WorldName[];

function worldOf<Scenario, Mutation>(world: Simulated<Scenario, Mutation>): World {
  return {
    one: (seed) => simulate({ world, seed }),
    many: (seeds, onSchedule) => simulateMany(world, seeds, onSchedule),
    broken: (onMutant) => catchMutants(world, onMutant),
    mutants: Object.keys(world.mutants),
  };
}
