/** Whether tokens were taken, and otherwise how long to wait before it is worth asking again; 0 when they were. */
export interface RateDecision {
  readonly allowed: boolean;
  /** Milliseconds after which the tokens are there, unless others take them first. */
  readonly retryAfterMs: number;
}

/**
 * Shares out what a service bears, over all hosts: a bucket of tokens for each key, which fills again as time passes.
 *
 * It never gives more than the bucket holds and what came back since, whatever hosts ask at the same time. A take whose
 * answer was lost may have been counted, and then once more when it is asked again: that gives less, never more.
 */
export interface RateLimiter {
  /**
   * Takes all the tokens or none.
   *
   * @param tokens whole, at least 1 and at most what the bucket holds. @default 1
   * @throws PipelineError `input-invalid` for another number of tokens, `store-conflict` (retryable) when others were
   * always faster, `store-unavailable` (retryable) when nobody knows: the caller decides whether to go on then.
   */
  take(key: string, tokens?: number): Promise<RateDecision>;
}
