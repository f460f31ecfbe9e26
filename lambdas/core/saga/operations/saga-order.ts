/**
 * What an operator orders a saga to do; `step` may be left out where one step alone is pending.
 *
 * - `retry`: sends the pending step, or the pending undo, again now.
 * - `skip`: goes on as if the pending step had been answered with `result`, or as if the pending undo had been done.
 * - `compensate`: gives the saga up and takes back what was done; it ends as a failed one.
 * - `cancel`: the same, but it ends as a cancelled one.
 * - `resume`: goes on with a compensation that had failed, with fresh attempts.
 * - `fork`: runs an ended saga again from a step; what was done before that step stands.
 */
export type SagaOrder =
  | { readonly kind: 'retry'; readonly step?: string | undefined }
  | { readonly kind: 'skip'; readonly step?: string | undefined; readonly result?: unknown }
  | { readonly kind: 'compensate' | 'cancel' | 'resume' }
  | { readonly kind: 'fork'; readonly from: string };

/** Which of them. */
export type SagaOrderKind = SagaOrder['kind'];
