import { renderTable } from '../../localstack/report/render-table.ts';
import { age } from '../command/age.ts';
import { printable } from '../command/printable.ts';
import type { LetterFacts, LetterGroup, PlaceSummary } from './listing.ts';

/** Characters of a reason that a table shows. */
const reasonCharacters = 90;

/** Reasons that the summary of a place shows. */
const topReasons = 2;

/** One line for each place. */
export function renderSummaries(places: readonly PlaceSummary[], now: number): readonly string[] {
  return renderTable(
    ['queue', 'policy', 'keys', 'letters', 'oldest', 'top reasons'],
    places.map(({ name, policy, keys, letters, oldest, reasons }) => [
      ...[name, policy, keys, letters, oldest === undefined ? '' : age(now - oldest)],
      reasons
        .slice(0, topReasons)
        .map((reason) => `${reason.letters} ${printable(reason.name, reasonCharacters)}`)
        .join('; '),
    ]),
  );
}

/** One line for each letter, in the order given; payloads do not show. */
export function renderLetters(letters: readonly LetterFacts[], now: number): readonly string[] {
  return renderTable(
    ['id', 'key', 'position', 'type', 'age', 'redrives', 'reason'],
    letters.map(({ id, key, position, type, parkedAt, redrives, reason }) => [
      ...[printable(id), ownKey({ key, id }), position, printable(type), age(now - parkedAt), redrives],
      printable(reason, reasonCharacters),
    ]),
  );
}

/** One line for each group. */
export function renderGroups(groups: readonly LetterGroup[], by: string, now: number): readonly string[] {
  return renderTable(
    ['letters', 'oldest', by],
    groups.map(({ name, letters, oldest }) => [letters, age(now - oldest), printable(name, 2 * reasonCharacters)]),
  );
}

/** The key of a letter; one without an order is a line of its own, and its id says it all. */
export function ownKey({ key, id }: Pick<LetterFacts, 'key' | 'id'>): string {
  return key === id ? '-' : printable(key);
}
