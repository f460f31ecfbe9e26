import type { BreakerPolicy } from '../../contracts/definition/circuit-breaker.ts';
import { doublingBound } from '../retry/doubling-bound.ts';

/** Reading goes on; nothing is tried until the cool-down ends; or reading goes on with a small budget. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** The circuit breaker of one source, with the token bucket that feeds it; times in milliseconds since the epoch. */
export interface Breaker {
  readonly state: BreakerState;
  readonly since: number;
  /** End of the last cool-down; 0 before the first one. */
  readonly until: number;
  /** Tokens that were left at `countedAt`. */
  readonly tokens: number;
  readonly countedAt: number;
  /** How often it opened in a row. */
  readonly openings: number;
}

/** What a host has seen since it last said so. */
export interface Tally {
  /** Records that were handled. */
  readonly handled: number;
  /** Tokens that failures take. */
  readonly tokens: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A breaker that has seen no failure. */
export function freshBreaker(now: number, { failureBudget }: BreakerPolicy): Breaker {
  return { state: 'closed', since: now, until: 0, tokens: failureBudget, countedAt: now, openings: 0 };
}

/**
 * A breaker as the passing of time alone has left it: an open one is on trial from the end of its cool-down, a trial
 * without a failure for a while has passed, and tokens come back.
 *
 * Time decides, not a write, so that nobody has to be there to make it so; an open breaker whose cool-down still runs
 * is answered as it is.
 */
export function breakerAt(breaker: Breaker, now: number, policy: BreakerPolicy): Breaker {
  const { state, until } = breaker;
  if (state === 'open') {
    const trial = { state: 'half-open', since: until, tokens: policy.probeBudget, countedAt: until } as const;
    return now < until ? breaker : breakerAt({ ...breaker, ...trial }, now, policy);
  }
  const passedAt = breaker.countedAt + policy.quietSeconds * 1000;
  if (state === 'half-open' && now >= passedAt) {
    return { ...breaker, state: 'closed', since: passedAt, tokens: policy.failureBudget };
  }
  return { ...breaker, tokens: refilled(breaker, now, policy) };
}

/**
 * A breaker after failures: what was handled brings tokens back, each failure takes some, and the one that takes the last
 * opens it. The cool-down doubles with every opening that follows the last cool-down within its longest time.
 *
 * Answers the breaker itself when it is open and its cool-down still runs: what fails then was begun before.
 */
export function afterFailures(breaker: Breaker, { handled, tokens, now }: Tally, policy: BreakerPolicy): Breaker {
  const current = breakerAt(breaker, now, policy);
  if (current.state === 'open') {
    return current;
  }
  const left = Math.min(current.tokens + handled / policy.handledPerToken, mostTokensOf(current, policy)) - tokens;
  return left > 0 ? { ...current, tokens: left, countedAt: now } : opened(current, now, policy);
}

/** When the cool-down of an open breaker ends; undefined when records may be tried. */
export function heldUntil(breaker: Breaker, now: number): number | undefined {
  return breaker.state === 'open' && now < breaker.until ? breaker.until : undefined;
}

function opened({ until, openings }: Breaker, now: number, policy: BreakerPolicy): Breaker {
  const { coolDownSeconds: first, longestCoolDownSeconds: longest } = policy;
  const inARow = now - until <= longest * 1000 ? openings + 1 : 1;
  const coolDown = doublingBound({ first, longest }, inARow) * 1000;
  return { state: 'open', since: now, until: now + coolDown, tokens: 0, countedAt: now, openings: inARow };
}

/** Clocks of two hosts may differ, so time may seem to run backwards; that takes nothing away. */
function refilled(breaker: Breaker, now: number, policy: BreakerPolicy): number {
  const { tokens, countedAt } = breaker;
  const added = (Math.max(now - countedAt, 0) / 60_000) * policy.refillPerMinute;
  return Math.min(tokens + added, mostTokensOf(breaker, policy));
}

function mostTokensOf({ state }: Breaker, { failureBudget, probeBudget }: BreakerPolicy): number {
  return state === 'closed' ? failureBudget : probeBudget;
}
