/** What a consumer says about one message; an exception counts as a retry. */
export type Outcome =
  | { readonly kind: 'ok'; readonly duplicate: boolean }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterSeconds: number | undefined }
  | { readonly kind: 'park'; readonly reason: string };

/** Handled; the source may forget the message. */
export function ok(): Outcome {
  return { kind: 'ok', duplicate: false };
}

/** Handled before: nothing was done this time, and the source may forget the message. */
export function duplicate(): Outcome {
  return { kind: 'ok', duplicate: true };
}

/** Not now: the source delivers it again, after its visibility timeout or after `afterSeconds` (0 to 43200). */
export function retry(reason: string, afterSeconds?: number): Outcome {
  return { kind: 'retry', reason, afterSeconds };
}

/** Never: the message is kept aside with the reason. */
export function park(reason: string): Outcome {
  return { kind: 'park', reason };
}
