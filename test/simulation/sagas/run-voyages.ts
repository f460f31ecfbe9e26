import { runToEnd } from '../stage/run-to-end.ts';
import { castOfVoyages } from './cast.ts';
import { type VoyageOptions, type VoyageWorld, createVoyageWorld } from './voyage-world.ts';

/** A finished run of voyages. */
export interface VoyageOutcome extends VoyageWorld {
  /** Whether nothing was left to do; false when it went on without end. */
  readonly ended: boolean;
}

/** Calls after which nobody expects any more of operators. */
const mostCalls = 20;

/** Runs a scenario under faults until nothing is left to do. */
export async function runVoyages(options: VoyageOptions): Promise<VoyageOutcome> {
  const world = createVoyageWorld(options);
  const ended = await runToEnd(world, { cast: castOfVoyages(world), callForHelp: () => callOperators(world) });
  return { ...world, ended };
}

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
