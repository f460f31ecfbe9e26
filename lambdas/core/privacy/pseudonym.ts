import type { Fingerprint } from '../ports/fingerprint.ts';

/**
 * The pseudonym of a person: what keys, seals and records name instead of the person's id.
 *
 * Whoever can guess an id can tell whether a pseudonym is its own; so an id that is short or well known hides nothing.
 */
export function pseudonymOf(fingerprint: Fingerprint, person: string): string {
  return fingerprint(`data subject\n${person}`);
}
