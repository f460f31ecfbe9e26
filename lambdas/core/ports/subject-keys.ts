/** A key of one person, or why there is none. */
export type SubjectKey =
  | {
      readonly kind: 'key';
      /** 32 bytes, for AES-256. */
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'absent' };

/**
 * One data key for each person, under which everything personal of that person is kept: who forgets the key forgets the
 * person.
 *
 * A subject is the pseudonym of a person, never an id that says who it is. All methods throw as an item store does, and
 * PipelineError `keys-unavailable` (retryable) when what wraps the keys does not answer.
 */
export interface SubjectKeys {
  /** The key; made when there is none, and never again once the person was forgotten. */
  keyFor(subject: string): Promise<Exclude<SubjectKey, { readonly kind: 'absent' }>>;
  /** The key as it is; makes none. */
  find(subject: string): Promise<SubjectKey>;
}
