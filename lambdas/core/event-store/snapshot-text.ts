import type { PersonalSeal } from '../privacy/personal-seal.ts';
import type { Snapshot } from './snapshot.ts';

/** What is written of a state: JSON, or the same sealed for a person. */
export interface SnapshotText {
  readonly text: string;
  /** The pseudonym of the person. @default it is not sealed */
  readonly subject?: string;
}

/** Whose state it is, and who seals it. */
export interface SnapshotTextRequest {
  readonly stream: string;
  readonly version: number;
  /** Pseudonyms of those whose sealed data it may hold. */
  readonly persons: readonly string[];
  readonly personal: PersonalSeal | undefined;
}

/**
 * The text that is kept of a state; undefined when none may be.
 *
 * What was sealed for one person is sealed for that person here too. A state that holds what was sealed for several is
 * not kept, or forgetting one of them would leave it readable; nor is the state of a person who was forgotten.
 */
export async function snapshotText(
  { stream, version, persons, personal }: SnapshotTextRequest,
  { reducer, text }: { readonly reducer: number; readonly text: string },
): Promise<SnapshotText | undefined> {
  const [subject, another] = persons;
  if (subject === undefined || personal === undefined) {
    return { text };
  }
  if (another !== undefined) {
    return undefined;
  }
  const sealed = await personal.sealText(subject, text, snapshotContext({ stream, reducer, version }));
  return sealed && { text: sealed.sealed, subject };
}

/** The text that a snapshot's JSON is; undefined when it is sealed and its person was forgotten, or nobody opens it. */
export async function openedSnapshot(
  { stream, personal }: { readonly stream: string; readonly personal: Pick<PersonalSeal, 'unsealText'> | undefined },
  { subject, ...place }: Omit<Snapshot, 'kept'>,
  text: string,
): Promise<string | undefined> {
  return subject === undefined
    ? text
    : personal?.unsealText({ subject, sealed: text }, snapshotContext({ stream, ...place }));
}

function snapshotContext(place: {
  readonly stream: string;
  readonly reducer: number;
  readonly version: number;
}): string {
  return JSON.stringify(['snapshot', place.stream, place.reducer, place.version]);
}
