import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { doublingBound } from '../../core/retry/doubling-bound.ts';
import { isContention, storeFailure } from './dynamo-failure.ts';

/** How contention is met: the waits add up to 0.8 s at most, well below the shortest deadline of a handler. */
export const contentionRetry = { attempts: 6, baseMs: 25, capMs: 1000 } as const;

/** What retrying needs of the world. */
export interface RetryDependencies {
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
}

/**
 * Runs a request and repeats it with full jitter while it only loses races or is throttled.
 *
 * @throws PipelineError `store-conflict` (retryable) after the last attempt, else what `storeFailure` says.
 * Source: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export async function withRetries<T>(request: () => Promise<T>, { sleep, random }: RetryDependencies): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (cause) {
      if (!isContention(cause)) {
        throw storeFailure(cause);
      }
      if (attempt === contentionRetry.attempts) {
        throw new PipelineError(`contention must end within ${attempt} attempts`, {
          code: 'store-conflict',
          retryable: true,
          cause,
        });
      }
      const { baseMs: first, capMs: longest } = contentionRetry;
      await sleep(random() * doublingBound({ first, longest }, attempt));
    }
  }
}
