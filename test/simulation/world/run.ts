import { runToEnd } from '../stage/run-to-end.ts';
import { callOperators } from './call-operators.ts';
import { castOf } from './cast.ts';
import { type RunOptions, type World, createWorld } from './world.ts';

/** A finished run: what lies in the store and the queues, and how it came about. */
export interface Outcome extends World {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Runs a scenario under faults until nothing is left to do. */
export async function run(options: RunOptions): Promise<Outcome> {
  const world = await createWorld(options);
  const ended = await runToEnd(world, { cast: castOf(world), callForHelp: () => callOperators(world) });
  return { ...world, ended };
}
