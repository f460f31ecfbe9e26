import { subjectStore } from '../../contracts/definition/personal-data.ts';
import { SubjectForgotten } from '../../contracts/events/subject-forgotten.ts';
import type { Fold } from '../event-store/decider.ts';
import { createEventStore } from '../event-store/event-store.ts';
import { emptyStream } from '../event-store/loaded-stream.ts';
import type { MessageWriter } from '../outbox/message-writer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { IdSource } from '../ports/id-source.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { type ForgetRecord, forgetRecords, forgetRecordWrite } from './forget-record.ts';
import { pseudonymOf } from './pseudonym.ts';
import { forgottenKey, keptKeyOf, subjectKeyItem } from './subject-item.ts';

/** What forgetting works with. */
export interface ForgetPersonDependencies {
  readonly items: ItemStore;
  readonly writer: MessageWriter;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly fingerprint: Fingerprint;
}

/** What is kept of a person. */
export interface PersonState {
  /** The pseudonym under which the person is known. */
  readonly subject: string;
  /** `known`: there is a key, and data may be sealed under it. `unknown`: there never was one. */
  readonly state: 'known' | 'unknown' | 'forgotten';
  /** Who forgot the person, and when; undefined unless that has happened. */
  readonly record: ForgetRecord | undefined;
}

/** Forgets persons, for good. */
export interface ForgetPerson {
  /** What is kept of a person; changes nothing. */
  look(person: string): Promise<PersonState>;
  /**
   * Destroys the key of a person, so that nothing opens what was sealed under it, says so to projections with
   * `subject.forgotten` and keeps a record of who did it: one transaction. No key can be made for the person again.
   *
   * Again is no change. What is kept names the pseudonym alone, never the person.
   */
  forget(person: string, by: string): Promise<PersonState & { readonly done: boolean }>;
}

/** Creates what forgets persons. */
export function createForgetPerson(dependencies: ForgetPersonDependencies): ForgetPerson {
  const { items, writer, clock, ids, fingerprint } = dependencies;
  const events = createEventStore({ items, writer, publishes: [] });
  const look: ForgetPerson['look'] = async (person) => {
    const subject = pseudonymOf(fingerprint, person);
    const { kind } = keptKeyOf(await items.get(subjectKeyItem(subject)));
    const [record] = kind === 'forgotten' ? await forgetRecords(items, subject) : [];
    return { subject, state: states[kind], record };
  };
  return {
    look,
    async forget(person, by) {
      const subject = pseudonymOf(fingerprint, person);
      const at = clock.now();
      const result = await events.append(ending, {
        after: emptyStream(ending, `${subjectStore}-${subject}`),
        events: [SubjectForgotten.of({ subject })],
        cause: undefined,
        alongside: [forgottenKey(subject, at), forgetRecordWrite(subject, { id: ids.next(), by, at })],
      });
      return { ...(await look(person)), done: result.kind === 'appended' };
    },
  };
}

const states = { wrapped: 'known', absent: 'unknown', forgotten: 'forgotten' } as const;

/** The stream of a person has one event: that there is nothing more to know. */
const ending: Fold<undefined, readonly [typeof SubjectForgotten]> = {
  category: subjectStore,
  initial: undefined,
  events: [SubjectForgotten],
  evolve: () => undefined,
};
