import { doublingBound } from '../retry/doubling-bound.ts';

/** Seconds for which a failed record is hidden before its next delivery, by how often it was delivered (from 1). */
export type RetryDelay = (receiveCount: number) => number;

/**
 * Most seconds of the delay after a record's first delivery; it doubles with every further one. Long enough that five
 * receives outlast an outage of a minute or two instead of filling the dead letters.
 */
export const firstDelaySeconds = 10;

/** Most seconds of any delay: well below the 12 hours that a queue can hide a record. */
export const longestDelaySeconds = 900;

/**
 * Delays of whole seconds drawn evenly from 0 up to a bound that doubles: full jitter.
 *
 * Records that failed together come back spread over the whole span, so that what was too busy for them does not meet
 * them all again at once; of the jitters compared at the source it does the least work for the same result.
 *
 * @param dependencies `random` gives a number from 0 up to but not including 1.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitter({ random }: { readonly random: () => number }): RetryDelay {
  return (receiveCount) => {
    const bound = doublingBound({ first: firstDelaySeconds, longest: longestDelaySeconds }, Math.max(receiveCount, 1));
    return Math.floor(random() * (bound + 1));
  };
}
