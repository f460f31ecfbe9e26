import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { RateDecision } from '../ports/rate-limiter.ts';

/** How much may be taken, and how fast it comes back. */
export interface RateLimit {
  /** Tells limits apart that use the same keys. */
  readonly name: string;
  /** Tokens of a full bucket, and so of the largest burst; whole, at least 1. */
  readonly capacity: number;
  /** Tokens that come back each second, each after a whole number of microseconds, rounded up; above 0, at most 1000000. */
  readonly refillPerSecond: number;
}

/**
 * A bucket of tokens as time: all that is stored is when it will be full again, in microseconds since the epoch.
 *
 * To take tokens is to move that moment on by what they take to come back, which one conditional write can do whoever
 * else takes some; the moment never moves back, so no span of time is ever counted as refill twice. Whole numbers make
 * it exact: a bucket of ten tokens gives ten, not nine and a rounding error.
 */
export interface TokenBucket {
  /** Microseconds in which an empty bucket fills. */
  readonly fillMicros: number;
  /**
   * Microseconds in which so many tokens come back.
   *
   * @throws PipelineError `input-invalid` when the bucket never holds as many.
   */
  costOf(tokens: number): number;
}

const longestFillMicros = 10 * 366 * 86_400 * 1_000_000;

/**
 * Makes the arithmetic of a limit.
 *
 * @throws PipelineError `input-invalid` for a limit outside its bounds, or one that takes more than ten years to fill.
 */
export function tokenBucket({ capacity, refillPerSecond }: RateLimit): TokenBucket {
  if (!(refillPerSecond > 0 && refillPerSecond <= 1_000_000)) {
    throw invalid(`tokens a second must be above 0 and at most 1000000, got ${refillPerSecond}`);
  }
  const tokenMicros = Math.ceil(1_000_000 / refillPerSecond);
  const fillMicros = capacity * tokenMicros;
  if (!Number.isSafeInteger(capacity) || capacity < 1 || fillMicros > longestFillMicros) {
    throw invalid(`a bucket must hold one token or more and fill within ten years, got ${capacity} tokens`);
  }
  return {
    fillMicros,
    costOf(tokens) {
      if (!Number.isSafeInteger(tokens) || tokens < 1 || tokens > capacity) {
        throw invalid(`tokens to take must be whole and between 1 and ${capacity}, got ${tokens}`);
      }
      return tokens * tokenMicros;
    },
  };
}

/** The tokens were taken. */
export const taken: RateDecision = { allowed: true, retryAfterMs: 0 };

/** The tokens will be there in so many microseconds, more than 0. */
export function refusedFor(micros: number): RateDecision {
  return { allowed: false, retryAfterMs: Math.ceil(micros / 1000) };
}

function invalid(message: string): PipelineError {
  return new PipelineError(message, { code: 'input-invalid' });
}
