import { messageLimits } from '../../contracts/message-limits.ts';

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

/** Most seconds after which a source delivers again on request: what a queue can hide a message for. */
export const longestRetrySeconds = messageLimits.visibilitySeconds;

/**
 * Not now: the source delivers it again, after its visibility timeout or after `afterSeconds`.
 *
 * Kept to what a source can do: whole seconds, rounded up, from 0 to `longestRetrySeconds`. Each wait counts as a
 * receive; what is due much later belongs into a timer, not into a loop of waits.
 */
export function retry(reason: string, afterSeconds?: number): Outcome {
  return { kind: 'retry', reason, afterSeconds: possibleSeconds(afterSeconds) };
}

/** Never: the message is kept aside with the reason. */
export function park(reason: string): Outcome {
  return { kind: 'park', reason };
}

function possibleSeconds(asked: number | undefined): number | undefined {
  return asked === undefined || Number.isNaN(asked)
    ? undefined
    : Math.min(Math.max(Math.ceil(asked), 0), longestRetrySeconds);
}
