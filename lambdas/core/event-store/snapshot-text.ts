import type { PersonalSeal } from '../privacy/personal-seal.ts';
import type { Fold } from './decider.ts';
import type { Snapshot } from './snapshot.ts';

/** What is written of a state: JSON, or the same sealed for a person. */
export interface SnapshotText {
  readonly text: string;
  /** The pseudonym of the person. @default it is not sealed */
  readonly subject?: string;
}

/** Whose state it is, and who seals it. */
export interface SnapshotTextRequest<State> {
  readonly fold: Fold<State>;
  readonly stream: string;
  readonly state: State;
  readonly version: number;
  readonly personal: PersonalSeal | undefined;
}

/**
 * The text that is kept of a state; undefined when none may be.
 *
 * Where a pipeline seals, a state that personal events lead to is sealed as a whole for the person that the snapshot's
 * `dataSubject` names. Without one nobody can say whose it is, so it is not kept and the events are folded instead; nor
 * is the state of a person who was forgotten.
 */
export async function snapshotText<State>(
  request: SnapshotTextRequest<State>,
  { reducer, text }: { readonly reducer: number; readonly text: string },
): Promise<SnapshotText | undefined> {
  const { fold, stream, state, version, personal } = request;
  if (personal === undefined || fold.events.every((type) => type.personal.length === 0)) {
    return { text };
  }
  const person = fold.snapshot?.dataSubject?.(state);
  const sealed =
    person === undefined
      ? undefined
      : await personal.sealText(person, text, snapshotContext({ stream, reducer, version }));
  return sealed && { text: sealed.sealed, subject: sealed.subject };
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
