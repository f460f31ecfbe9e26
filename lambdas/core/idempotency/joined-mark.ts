import type { Outcome } from '../consume/outcome.ts';
import { duplicate, ok } from '../consume/outcome.ts';
import type { Item, Put } from '../ports/item-store.ts';
import type { Claim } from './claim.ts';
import { markState } from './mark-state.ts';
import { expiryOf } from './marks.ts';
import { later, refusalOf } from './refusal.ts';

/**
 * The mark of a message as one more change of the transaction that is its effect: there is no claim to lose and no
 * moment between the two. `now` in milliseconds since the epoch.
 */
export function joinedMark({ key, attempt, schema, fingerprint }: Claim, now: number): Put {
  const attributes = { attempt, schema, fingerprint, done: true, expiresAt: expiryOf(now) };
  return { kind: 'put', key, attributes, when: [{ item: 'absent' }] };
}

/** What a delivery answers whose joined mark was refused, by the mark that is there. */
export function joinedRefusal(current: Item | undefined, claim: Claim, now: number): Outcome {
  if (current === undefined) {
    return later('mark removed meanwhile', 1);
  }
  const state = markState(current, claim, now);
  if (state.kind === 'mine') {
    return ok();
  }
  const refusal = refusalOf(state, now);
  return refusal.kind === 'before' ? duplicate() : refusal;
}
