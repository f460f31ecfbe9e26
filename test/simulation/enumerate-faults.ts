import { type FaultKind, faultsOf } from './schedule/faults.ts';
import type { TracedCall } from './schedule/scheduler.ts';
import { type Simulation, type SimulationOptions, simulate } from './simulate.ts';

/** What to break, and how. */
export interface EnumerationOptions<Scenario, Mutation> extends Omit<
  SimulationOptions<Scenario, Mutation>,
  'faults' | 'scenario'
> {
  readonly scenario: Scenario;
  /** @default every fault that can strike the call */
  readonly faultsAt?: (call: TracedCall) => readonly FaultKind[];
}

/** What an enumeration covered, and the first run that broke a promise. */
export interface Enumeration {
  /** I/O calls of the scenario without a fault. */
  readonly calls: number;
  readonly runs: number;
  readonly broken: Simulation | undefined;
}

/** Runs a scenario once for each of its I/O calls and each fault that can strike it: none is left out. */
export async function enumerateFaults<Scenario, Mutation>(
  options: EnumerationOptions<Scenario, Mutation>,
): Promise<Enumeration> {
  const { faultsAt = anyFault, ...run } = options;
  const { trace } = await simulate({ ...run, faults: [] });
  let runs = 0;
  for (const { call, kind } of trace.flatMap((traced) =>
    faultsAt(traced).map((kind) => ({ call: traced.call, kind })),
  )) {
    const simulation = await simulate({ ...run, faults: [{ call, kind }] });
    runs += 1;
    if (simulation.breaches.length > 0) {
      return { calls: trace.length, runs, broken: simulation };
    }
  }
  return { calls: trace.length, runs, broken: undefined };
}

function anyFault({ operation }: TracedCall): readonly FaultKind[] {
  return faultsOf[operation];
}
