import { breachesOf } from './breaches-of.ts';
import { mutants } from '../mutants/mutants.ts';
import type { Mutation } from '../mutants/mutation.ts';
import { type Scenario, randomScenario } from '../scenario.ts';
import type { Simulated } from '../simulated.ts';
import { run } from './run.ts';

/** The reference application: orders from placement to their end, with dead letters and the operators who redrive them. */
export const ordersWorld: Simulated<Scenario, Mutation> = {
  name: 'orders',
  draw: randomScenario,
  async play(options) {
    const outcome = await run(options);
    return { scheduler: outcome.scheduler, breaches: breachesOf(options.scenario, outcome) };
  },
  sound: {},
  mutants,
};
