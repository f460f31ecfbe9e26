import type { Random } from './random.ts';

/** What can go wrong with one I/O call, in words. */
export const faults = {
  'crash-before': 'the process dies and starts anew without its memory; nothing happened',
  'crash-after': 'the process dies and starts anew without its memory; the call happened',
  stall: 'the process stands still for longer than any lease or visibility timeout, then goes on as if nothing were',
  'fail-before': 'the call fails; nothing happened',
  'fail-after': 'the call happened, and its answer is lost',
  throttle: 'the store refuses the call for want of capacity; nothing happened',
  conflict: 'the store gives up a write for contention; nothing happened',
  stale: 'the index answers what it answered before',
  partial: 'the broker refuses one message, and with it the later ones of its key; it takes the rest',
  duplicate: 'a source without order delivers what it has just delivered once more, to whoever asks next',
  'lost-acknowledgement': 'the source never learns that a message is done',
} as const;

/** What can go wrong with one I/O call. */
export type FaultKind = keyof typeof faults;

const always = ['crash-before', 'crash-after', 'stall'] as const;

/** What can go wrong with which calls. */
export const faultsOf = {
  receive: [...always, 'fail-before', 'fail-after', 'duplicate'],
  'receive-in-order': [...always, 'fail-before', 'fail-after'],
  acknowledge: [...always, 'lost-acknowledgement', 'fail-after'],
  delay: [...always, 'fail-before', 'fail-after'],
  park: [...always, 'fail-before', 'fail-after'],
  read: [...always, 'throttle'],
  look: [...always, 'throttle', 'stale'],
  write: [...always, 'throttle', 'conflict', 'fail-after'],
  publish: [...always, 'fail-before', 'fail-after', 'partial'],
  notify: [...always, 'fail-before', 'fail-after'],
  checkpoint: [...always, 'fail-before', 'fail-after'],
} as const satisfies Record<string, readonly FaultKind[]>;

/** What an I/O call does. */
export type Operation = keyof typeof faultsOf;

/** A fault at the n-th I/O call of a run, counted from 0. */
export interface PlannedFault {
  readonly call: number;
  readonly kind: FaultKind;
}

/** Says for each I/O call what goes wrong with it. */
export interface FaultPlan {
  at(call: number, operation: Operation): FaultKind | undefined;
}

/** Exactly these faults, where they can happen. */
export function scriptedFaults(planned: readonly PlannedFault[]): FaultPlan {
  const byCall = new Map(planned.map(({ call, kind }) => [call, kind]));
  return {
    at(call, operation) {
      const kinds: readonly FaultKind[] = faultsOf[operation];
      return kinds.find((kind) => kind === byCall.get(call));
    },
  };
}

/** Operations that mostly find nothing. Most calls are such, so they get a smaller share of the faults. */
export const looks: ReadonlySet<Operation> = new Set(['receive', 'receive-in-order', 'look']);
const lookShare = 0.25;

/** Faults drawn by a seed, at most `limit` of them, so that every run can end. */
export function randomFaults(random: Random, rate: number, limit: number): FaultPlan {
  let left = limit;
  return {
    at(_call, operation) {
      if (left === 0 || !random.chance(rate * (looks.has(operation) ? lookShare : 1))) {
        return undefined;
      }
      left -= 1;
      const kinds = faultsOf[operation];
      return kinds[random.below(kinds.length)];
    },
  };
}
