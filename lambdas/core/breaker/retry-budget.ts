import type { BreakerPolicy } from '../../contracts/definition/circuit-breaker.ts';
import type { Clock } from '../ports/clock.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type Tally, afterFailures, freshBreaker, heldUntil } from './breaker.ts';
import {
  type StoredBreaker,
  breakerAttributes,
  breakerKey,
  breakerOf,
  revisionOf,
  unchangedSince,
} from './breaker-item.ts';

/** How many failures the source of one queue may still have, over all hosts; held by one host. */
export interface RetryBudget {
  /**
   * Until when nothing should be tried, in milliseconds since the epoch, as far as this host has learned from failures
   * of its own; undefined to go on. Asks nobody.
   */
  heldUntil(): number | undefined;
  /** Notes records that were handled; told to the others with the next failure, so that success costs nothing. */
  note(handled: number): void;
  /** Takes tokens for failures, at least 1; answers as `heldUntil` does afterwards. Never rejects. */
  take(tokens: number): Promise<number | undefined>;
}

/** What a retry budget works with. */
export interface RetryBudgetDependencies {
  readonly items: Pick<ItemStore, 'write'>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly queue: string;
  readonly policy: BreakerPolicy;
}

/** Tries of one count; when all meet others who count at the same time, this one is lost, which does no harm. */
export const countAttempts = 3;

/**
 * Creates the budget of a queue's consumer on one host.
 *
 * It reads nothing: a write that is refused says what the others have counted, so that a failure costs one request, or
 * two when another host has counted since. While the store is down it counts on alone and opens for this host, because
 * a consumer that needs that store fails too.
 */
export function createRetryBudget(dependencies: RetryBudgetDependencies): RetryBudget {
  const { clock, telemetry, queue, policy } = dependencies;
  let known: StoredBreaker = { breaker: freshBreaker(clock.now(), policy), revision: 0 };
  let noted = 0;
  const held = (): number | undefined => heldUntil(known.breaker, clock.now());
  return {
    heldUntil: held,
    note(handled) {
      noted += handled;
    },
    async take(tokens) {
      const seen = { handled: noted, tokens };
      noted = 0;
      try {
        known = await counted(dependencies, known, seen);
      } catch (cause) {
        telemetry.error('failures counted for this host alone', { queue, ...seen }, cause);
        known = { ...known, breaker: afterFailures(known.breaker, { ...seen, now: clock.now() }, policy) };
      }
      return held();
    },
  };
}

async function counted(
  dependencies: RetryBudgetDependencies,
  known: StoredBreaker,
  seen: Omit<Tally, 'now'>,
): Promise<StoredBreaker> {
  const { items, clock, queue, policy } = dependencies;
  let before = known;
  for (let attempt = 1; attempt <= countAttempts; attempt += 1) {
    const now = clock.now();
    const breaker = afterFailures(before.breaker, { ...seen, now }, policy);
    if (breaker === before.breaker) {
      return before;
    }
    const after = { breaker, revision: before.revision + 1 };
    const attributes = breakerAttributes(after);
    const when = [unchangedSince(before.revision)];
    const result = await items.write({ kind: 'put', key: breakerKey(queue), attributes, when });
    if (result.ok) {
      reportOpening(dependencies, after);
      return after;
    }
    before = { breaker: breakerOf(result.current) ?? freshBreaker(now, policy), revision: revisionOf(result.current) };
  }
  return before;
}

function reportOpening({ telemetry, queue }: RetryBudgetDependencies, { breaker }: StoredBreaker): void {
  const { state, since, until, openings } = breaker;
  if (state === 'open') {
    const coolDownSeconds = (until - since) / 1000;
    telemetry.warn('circuit breaker opened', { queue, openings, coolDownSeconds });
  }
}
