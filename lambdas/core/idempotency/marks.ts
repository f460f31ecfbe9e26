import type { Attributes, Condition, ItemStore } from '../ports/item-store.ts';
import type { Claim } from './claim.ts';
import { type MarkState, markState } from './mark-state.ts';

/** Days after which a mark may be dropped; longer than a message can live in a queue and its dead letters together. */
export const markDays = 30;

/** Seconds since the epoch after which the table may drop what is written at `now`. */
export function expiryOf(now: number): number {
  return Math.floor(now / 1000) + markDays * 86_400;
}

/** When a claim is made, and how long it holds; all in milliseconds since the epoch. */
export interface ClaimTimes {
  readonly now: number;
  readonly until: number;
  /** A lease that ended by then is over on every clock. */
  readonly horizon: number;
}

/** The marks of handled messages; every change but the claim holds only for the attempt that owns the mark. */
export interface Marks {
  take(claim: Claim, times: ClaimTimes): Promise<MarkState>;
  /** False when another attempt owns the mark or the message is done. */
  extend(claim: Claim, until: number): Promise<boolean>;
  /** False when another attempt owns the mark. */
  complete(claim: Claim, result: Attributes): Promise<boolean>;
  /**
   * Lets the next delivery claim at once, with another payload if an operator mended it: nothing was handled under this
   * id. Changes nothing when another attempt owns the mark.
   */
  release(claim: Claim): Promise<void>;
}

/** Creates the marks over a store; one write each, whatever comes of it. */
export function createMarks(items: Pick<ItemStore, 'write'>): Marks {
  const owned = async (claim: Claim, change: Change): Promise<boolean> => {
    const { key, attempt } = claim;
    const when: readonly Condition[] = [{ attribute: 'attempt', is: 'equal', value: attempt }, ...(change.when ?? [])];
    return (await items.write({ kind: 'update', key, ...change, when })).ok;
  };
  return {
    take: (claim, times) => take(claim, times, items),
    extend: (claim, until) => owned(claim, { set: { leaseUntil: until }, when: [unfinished] }),
    // A done mark has no lease end that could ever pass, so nobody can claim it again.
    complete: (claim, result) => owned(claim, { set: { ...result, done: true }, remove: ['leaseUntil'] }),
    release: async (claim) => {
      await owned(claim, { set: { leaseUntil: 0 }, remove: ['fingerprint'], when: [unfinished] });
    },
  };
}

interface Change {
  readonly set: Attributes;
  readonly remove?: readonly string[];
  readonly when?: readonly Condition[];
}

const unfinished: Condition = { attribute: 'done', is: 'equal', value: false };

/** The condition compares times itself: an expired item can stay in the table for days. */
async function take(claim: Claim, times: ClaimTimes, items: Pick<ItemStore, 'write'>): Promise<MarkState> {
  const { horizon } = times;
  const over: Condition = { attribute: 'leaseUntil', is: 'atMost', value: horizon };
  const unhandled: Condition = { attribute: 'fingerprint', is: 'absent' };
  const same: Condition = { attribute: 'fingerprint', is: 'equal', value: claim.fingerprint };
  const free = [{ any: [{ item: 'absent' } as const, over] }, { any: [unhandled, same] }];
  const state = await put(claim, { ...times, when: free }, items);
  if (state.kind !== 'incomparable') {
    return state;
  }
  const unchanged: Condition = { attribute: 'attempt', is: 'equal', value: state.attempt };
  const again = await put(claim, { ...times, when: [unchanged, over] }, items);
  return again.kind === 'incomparable' ? { kind: 'busy', until: horizon } : again;
}

async function put(
  claim: Claim,
  { now, until, horizon, when }: ClaimTimes & { readonly when: readonly Condition[] },
  items: Pick<ItemStore, 'write'>,
): Promise<MarkState> {
  const { key, attempt, schema, fingerprint } = claim;
  const attributes = { attempt, schema, fingerprint, done: false, leaseUntil: until, expiresAt: expiryOf(now) };
  const result = await items.write({ kind: 'put', key, attributes, when });
  if (result.ok) {
    return { kind: 'mine' };
  }
  // Refused although absent: it was removed between the condition and its answer.
  return result.current === undefined ? { kind: 'busy', until: horizon } : markState(result.current, claim, horizon);
}
