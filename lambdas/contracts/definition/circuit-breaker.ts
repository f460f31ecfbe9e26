/** When a queue's consumer has failed too often, for how long its source then rests, and how it is tried again. */
export interface BreakerPolicy {
  /** Tokens of a healthy source; a failure takes as many as its record has been received. */
  readonly failureBudget: number;
  /** Tokens that come back each minute. */
  readonly refillPerMinute: number;
  /** Handled records that bring back one token. */
  readonly handledPerToken: number;
  /** Tokens of a source that is on trial after a cool-down. */
  readonly probeBudget: number;
  readonly coolDownSeconds: number;
  readonly longestCoolDownSeconds: number;
  readonly quietSeconds: number;
}

/** A circuit breaker for each queue, and the function that pauses and resumes the sources. */
export interface CircuitBreakerDefinition extends BreakerPolicy {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly everyMinutes: number;
}

/** What describes the circuit breakers. */
export interface CircuitBreakerOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 1 to 900. @default 50 */
  readonly timeoutSeconds?: number;
  /** @default 256 */
  readonly memoryMb?: number;
  /** Minutes between two runs of the guard, 1 to 60. @default 1 */
  readonly everyMinutes?: number;
  /**
   * Tokens, of which a failure takes as many as its record has been received (at most 5); more than the 15 that one
   * record takes on its way to the dead letters, or a single poison message could pause a source. 1 to 10000. @default 20
   */
  readonly failureBudget?: number;
  /** Tokens that come back each minute, 1 to 10000. @default 5 */
  readonly refillPerMinute?: number;
  /** Handled records that bring back one token: with 5, up to a sixth of all tries may fail for ever. 1 to 10000. @default 5 */
  readonly handledPerToken?: number;
  /** Tokens of a source that is on trial, 1 to 10000. @default 3 */
  readonly probeBudget?: number;
  /**
   * Seconds for which the source rests at first; doubles with every further opening. A record is received at most once
   * an opening, so five receives outlast an outage of ten minutes. 30 to 3600. @default 120
   */
  readonly coolDownSeconds?: number;
  /** Most seconds of any rest: at least `coolDownSeconds`, at most 21600. @default 900 */
  readonly longestCoolDownSeconds?: number;
  /** Seconds without a failure after which a trial has passed; has to outlast two runs of the guard. 60 to 7200. @default 300 */
  readonly quietSeconds?: number;
}

/** Declares a circuit breaker for every queue of the pipeline. */
export function circuitBreaker(options: CircuitBreakerOptions): CircuitBreakerDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 50,
    memoryMb: options.memoryMb ?? 256,
    everyMinutes: options.everyMinutes ?? 1,
    ...policyOf(options),
  };
}

function policyOf(options: CircuitBreakerOptions): BreakerPolicy {
  return {
    failureBudget: options.failureBudget ?? 20,
    refillPerMinute: options.refillPerMinute ?? 5,
    handledPerToken: options.handledPerToken ?? 5,
    probeBudget: options.probeBudget ?? 3,
    coolDownSeconds: options.coolDownSeconds ?? 120,
    longestCoolDownSeconds: options.longestCoolDownSeconds ?? 900,
    quietSeconds: options.quietSeconds ?? 300,
  };
}
