import type { Simulated } from '../simulated.ts';
import { voyageMutants } from './mutants/voyage-mutants.ts';
import type { VoyageMutation } from './mutants/voyage-mutation.ts';
import { runVoyages } from './run-voyages.ts';
import { type VoyageScenario, randomVoyages } from './scenario.ts';
import { voyageBreaches } from './voyage-breaches.ts';

/** Sagas with all that they can have: parallel steps, a decision, timers, a pivot, two versions and meddling operators. */
export const voyagesWorld: Simulated<VoyageScenario, VoyageMutation> = {
  name: 'sagas',
  draw: randomVoyages,
  async play(options) {
    const outcome = await runVoyages(options);
    return { scheduler: outcome.scheduler, breaches: voyageBreaches(outcome) };
  },
  sound: {},
  mutants: voyageMutants,
};
