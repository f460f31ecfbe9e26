import type { Random } from './random.ts';

/** What can go wrong with one I/O call. */
export const faultKinds = [
  /** The process dies; nothing happened. */
  'crash-before',
  /** The process dies; it happened. */
  'crash-after',
  /** The call fails; nothing happened. */
  'fail-before',
  /** The call happened, and its answer is lost. */
  'fail-after',
  /** The process is stopped for longer than any lease or visibility timeout, then goes on as if nothing were. */
  'stall',
] as const;

/** What can go wrong with one I/O call. */
export type FaultKind = (typeof faultKinds)[number];

/** A fault at the n-th I/O call of a run, counted from 0. */
export interface PlannedFault {
  readonly call: number;
  readonly kind: FaultKind;
}

/** Says for each I/O call what goes wrong with it. */
export interface FaultPlan {
  at(call: number): FaultKind | undefined;
}

/** Exactly these faults. */
export function scriptedFaults(faults: readonly PlannedFault[]): FaultPlan {
  const byCall = new Map(faults.map(({ call, kind }) => [call, kind]));
  return { at: (call) => byCall.get(call) };
}

/** Faults drawn by a seed, at most `limit` of them, so that every run can end. */
export function randomFaults(random: Random, rate: number, limit: number): FaultPlan {
  let left = limit;
  return {
    at() {
      if (left === 0 || !random.chance(rate)) {
        return undefined;
      }
      left -= 1;
      return faultKinds[random.below(faultKinds.length)];
    },
  };
}
