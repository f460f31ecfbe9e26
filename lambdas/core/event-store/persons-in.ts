import type { WireEnvelope } from '../../contracts/events/envelope.ts';

/** The pseudonyms of the persons whose data was sealed in some events, and of those that are known already; each once. */
export function personsIn(
  events: readonly Pick<WireEnvelope, 'datasubject'>[],
  known: readonly string[] = [],
): readonly string[] {
  let persons = known;
  for (const { datasubject } of events) {
    if (datasubject !== undefined && !persons.includes(datasubject)) {
      persons = [...persons, datasubject];
    }
  }
  return persons;
}
