import type { Simulated } from '../simulated.ts';
import { runToEnd } from '../stage/run-to-end.ts';
import { castOfVoyages } from './cast.ts';
import { voyageMutants } from './mutants/voyage-mutants.ts';
import type { VoyageMutation } from './mutants/voyage-mutation.ts';
import { type VoyageScenario, randomVoyages } from './scenario.ts';
import { voyageBreaches } from './voyage-breaches.ts';
import { type VoyageWorld, createVoyageWorld } from './voyage-world.ts';

/** A finished run of voyages. */
export interface VoyageOutcome extends VoyageWorld {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Calls after which nobody expects any more of operators. */
const mostCalls = 20;

/** Sagas with all that they can have: parallel steps, a decision, timers, a pivot, two versions and meddling operators. */
export const voyagesWorld: Simulated<VoyageScenario, VoyageMutation> = {
  name: 'sagas',
  draw: randomVoyages,
  async play(options) {
    const world = createVoyageWorld(options);
    const ended = await runToEnd(world, { cast: castOfVoyages(world), callForHelp: () => callOperators(world) });
    return { scheduler: world.scheduler, breaches: voyageBreaches({ ...world, ended }) };
  },
  sound: {},
  mutants: voyageMutants,
};

/** Calls the operators when nothing goes on by itself and a compensation failed; false when none did, or all in vain. */
function callOperators({ helpdesk, items, progress }: VoyageWorld): boolean {
  const failed = [...items.scan()].some(({ attributes }) => attributes['status'] === 'compensation_failed');
  if (!failed || helpdesk.listeners === 0 || progress.calls === mostCalls) {
    return false;
  }
  progress.calls += 1;
  helpdesk.ring();
  return true;
}
