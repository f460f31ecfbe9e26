import type { LetterPlace } from './operations.ts';

/** Says which places were not looked at, and what to set so that they are; empty when all were. */
export function unseenLines(places: readonly LetterPlace[]): readonly string[] {
  const variables = new Set(places.flatMap(({ missingAddress }) => missingAddress ?? []));
  return [...variables].map((variable) => {
    const names = places.filter(({ missingAddress }) => missingAddress === variable).map(({ name }) => name);
    return `not looked at: ${names.join(', ')}; ${variable} must say where the broker is, and is not set`;
  });
}

/** The same for programs: the variable that must be set, where a place was not looked at. */
export function unseenFact({ missingAddress }: LetterPlace): { readonly notLookedAt?: string } {
  return missingAddress === undefined ? {} : { notLookedAt: missingAddress };
}
