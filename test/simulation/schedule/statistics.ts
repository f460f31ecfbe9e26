import { type FaultKind, faults } from './faults.ts';

/** What one run did, or several together. */
export interface Statistics {
  /** I/O calls. */
  calls: number;
  /** Messages handed to a worker. */
  deliveries: number;
  /** Those of them that had been delivered before: by a timeout, after a failure, or twice at once. */
  repeated: number;
  /** Those of them that a standard queue was made to deliver twice. */
  injected: number;
  /** Copies of dead letters that operators sent back. */
  redriven: number;
  /** Writes refused because their condition did not hold: somebody else was faster. */
  lostRaces: number;
  /** Faults that struck. */
  readonly faults: Record<FaultKind, number>;
}

/** Nothing done yet. */
export function noStatistics(): Statistics {
  const none = Object.fromEntries(Object.keys(faults).map((kind) => [kind, 0])) as Record<FaultKind, number>;
  return { calls: 0, deliveries: 0, repeated: 0, injected: 0, redriven: 0, lostRaces: 0, faults: none };
}

/** Adds what a run did to what others did. */
export function addStatistics(total: Statistics, run: Statistics): void {
  total.calls += run.calls;
  total.deliveries += run.deliveries;
  total.repeated += run.repeated;
  total.injected += run.injected;
  total.redriven += run.redriven;
  total.lostRaces += run.lostRaces;
  for (const kind of Object.keys(faults) as FaultKind[]) {
    total.faults[kind] += run.faults[kind];
  }
}
