import type { FaultKind } from './faults.ts';
import type { Mutation } from './mutation.ts';
import type { Scenario } from './scenario.ts';
import { type Simulation, simulate } from './simulate.ts';

/** What an enumeration covered, and the first run that broke a promise. */
export interface Enumeration {
  readonly runs: number;
  readonly broken: Simulation | undefined;
}

const kinds: readonly FaultKind[] = ['crash-before', 'crash-after', 'fail-after', 'stall'];

/** Breaks a scenario at its first I/O call, then at its second, and so on, in each way, until no call is left. */
export async function enumerateCrashes(seed: number, scenario: Scenario, mutation?: Mutation): Promise<Enumeration> {
  let runs = 0;
  for (let call = 0; ; call += 1) {
    for (const kind of kinds) {
      const simulation = await simulate({
        ...{ seed, scenario, faults: [{ call, kind }] },
        ...(mutation && { mutation }),
      });
      runs += 1;
      if (simulation.breaches.length > 0) {
        return { runs, broken: simulation };
      }
      if (simulation.faults.length === 0) {
        return { runs, broken: undefined };
      }
    }
  }
}
