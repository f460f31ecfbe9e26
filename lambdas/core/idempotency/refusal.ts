import type { Outcome } from '../consume/outcome.ts';
import type { Item } from '../ports/item-store.ts';
import type { MarkState } from './mark-state.ts';

/** Why a delivery was not handled: not now, or never. */
export type Refusal = Extract<Outcome, { kind: 'retry' | 'park' }>;

/** A message that an earlier delivery handled, with its mark. */
export interface HandledBefore {
  readonly kind: 'before';
  readonly mark: Item;
}

/** Most seconds that a delivery waits for another one of the same message. */
export const longestBusySeconds = 900;

/** A refusal that the next delivery may not meet; `afterSeconds` undefined: after the source's own timeout. */
export function later(reason: string, afterSeconds?: number): Refusal {
  return { kind: 'retry', reason, afterSeconds };
}

/**
 * What a delivery answers that could not claim its message; `horizon` as it was for the claim.
 *
 * One that meets a running owner waits until that owner's lease is over, and does not use up its receives meanwhile.
 */
export function refusalOf(state: Exclude<MarkState, { kind: 'mine' }>, horizon: number): HandledBefore | Refusal {
  switch (state.kind) {
    case 'done':
      return { kind: 'before', mark: state.mark };
    case 'foreign':
      return { kind: 'park', reason: 'a message id must stand for one payload, got another payload for a known id' };
    case 'incomparable':
      return later('being handled elsewhere', 1);
    case 'busy':
      return later('being handled elsewhere', secondsUntil(state.until, horizon));
  }
}

function secondsUntil(until: number, horizon: number): number {
  return Math.min(Math.max(Math.ceil((until - horizon) / 1000), 1), longestBusySeconds);
}
