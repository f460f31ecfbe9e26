import type { DeadLetter } from '../../lambdas/core/dead-letter/dead-letter.ts';
import { letterType } from '../../lambdas/core/dead-letter/letter-type.ts';
import type { LetterPlace } from './operations.ts';

/** Letters that have something in common. */
export interface LetterGroup {
  readonly name: string;
  readonly letters: number;
  /** When its oldest letter was parked, in milliseconds since the epoch. */
  readonly oldest: number;
}

/** What letters can be grouped by. */
export type GroupedBy = 'key' | 'reason' | 'type';

/** The dead letters of one place, counted. */
export interface PlaceSummary {
  readonly name: string;
  readonly policy: LetterPlace['policy'];
  readonly keys: number;
  readonly letters: number;
  /** When the oldest was parked; undefined when there is none. */
  readonly oldest: number | undefined;
  /** The most frequent ones first. */
  readonly reasons: readonly LetterGroup[];
}

/** What is known of a letter without its payload. */
export type LetterFacts = Omit<DeadLetter, 'body'> & { readonly type: string };

/** Counts the letters of a place. */
export function placeSummary({ name, policy }: LetterPlace, letters: readonly DeadLetter[]): PlaceSummary {
  const oldest = letters.length === 0 ? undefined : Math.min(...letters.map(({ parkedAt }) => parkedAt));
  const keys = new Set(letters.map(({ key }) => key)).size;
  return { name, policy, keys, letters: letters.length, oldest, reasons: letterGroups(letters, 'reason') };
}

/** The letters by what they have in common, the largest group first. */
export function letterGroups(letters: readonly DeadLetter[], by: GroupedBy): readonly LetterGroup[] {
  const groups = new Map<string, LetterGroup>();
  for (const letter of letters) {
    const name = by === 'type' ? letterType(letter.body) : letter[by];
    const known = groups.get(name);
    groups.set(name, {
      name,
      letters: (known?.letters ?? 0) + 1,
      oldest: Math.min(known?.oldest ?? Infinity, letter.parkedAt),
    });
  }
  return [...groups.values()].sort((one, other) => other.letters - one.letters);
}

/** What may be shown of a letter to whoever may not see its payload. */
export function letterFacts({ body, ...facts }: DeadLetter): LetterFacts {
  return { ...facts, type: letterType(body) };
}
