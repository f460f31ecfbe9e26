/** What is to become of a record: its source forgets it, or delivers it again. */
export type Verdict =
  | { readonly done: true }
  /** `afterSeconds` undefined: after the source's own timeout. */
  | { readonly done: false; readonly afterSeconds: number | undefined };

/** The source may forget the record. */
export const done: Verdict = { done: true };

/** The source delivers the record again after its own timeout. */
export const failed: Verdict = { done: false, afterSeconds: undefined };
