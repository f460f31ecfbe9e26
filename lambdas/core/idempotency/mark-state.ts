import type { Item } from '../ports/item-store.ts';
import type { Claim } from './claim.ts';

/** How a mark stands to a claim that was refused. */
export type MarkState =
  /** The claim was made after all: the answer to it was lost and it was sent again. */
  | { readonly kind: 'mine' }
  | { readonly kind: 'done'; readonly mark: Item }
  /** `until` in milliseconds since the epoch. */
  | { readonly kind: 'busy'; readonly until: number }
  /** The id stands for another payload. */
  | { readonly kind: 'foreign' }
  /** Its lease is over, and its payload was fingerprinted in another version of its shape, so it cannot be compared. */
  | { readonly kind: 'incomparable'; readonly attempt: string };

/** Judges a mark; `horizon` is the time, in milliseconds since the epoch, by which a lease must have ended. */
export function markState(mark: Item, claim: Claim, horizon: number): MarkState {
  const { attempt, schema, fingerprint, done, leaseUntil } = mark.attributes;
  if (attempt === claim.attempt) {
    return { kind: 'mine' };
  }
  const sameShape = schema === claim.schema;
  if (sameShape ? fingerprint !== claim.fingerprint : nameOf(schema) !== nameOf(claim.schema)) {
    return { kind: 'foreign' };
  }
  if (done === true) {
    return { kind: 'done', mark };
  }
  const until = typeof leaseUntil === 'number' ? leaseUntil : horizon;
  return until > horizon || typeof attempt !== 'string' ? { kind: 'busy', until } : { kind: 'incomparable', attempt };
}

/** A `dataschema` without its version. */
function nameOf(schema: unknown): unknown {
  return typeof schema === 'string' ? schema.slice(0, schema.lastIndexOf(':')) : schema;
}
