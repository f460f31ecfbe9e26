import type { Backoff } from '../../core/ports/backoff.ts';
import { doublingBound } from '../../core/retry/doubling-bound.ts';

/** The longest pause after the first try, in milliseconds; it doubles with every further one. */
export const firstPauseMs = 25;

/** The longest pause of all, in milliseconds. */
export const longestPauseMs = 1000;

/**
 * Pauses of random length below a bound that doubles: full jitter.
 *
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function createJitteredBackoff(dependencies: {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
}): Backoff {
  return {
    wait: (attempt) =>
      dependencies.sleep(
        dependencies.random() * doublingBound({ first: firstPauseMs, longest: longestPauseMs }, attempt),
      ),
  };
}
