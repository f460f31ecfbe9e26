import { messageLimits } from '../../contracts/message-limits.ts';
import type { BatchConsumer, BatchContext, BatchResult } from '../consume/batch-consumer.ts';
import { forEachBounded } from '../consume/for-each-bounded.ts';
import type { SourceRecord } from '../consume/source-record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { Timers } from '../ports/timers.ts';
import type { Visibility } from '../ports/visibility.ts';
import { doublingBound } from '../retry/doubling-bound.ts';
import type { RetryBudget } from './retry-budget.ts';
import { tokensFor } from './tokens-for.ts';

/** What a consumer's retry budget works with. */
export interface WithRetryBudgetOptions {
  readonly budget: RetryBudget;
  readonly visibility: Visibility;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly telemetry: Telemetry;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  /** Name of the consumer, for the log. */
  readonly consumer: string;
}

/**
 * Most seconds after the end of a cool-down at which a record comes back, by how often it was received: what has few
 * receives left is tried when others have shown that the outage is over. None comes before half of it.
 */
export const returnSeconds = { first: 60, longest: 900 } as const;

/** Milliseconds before the deadline from which nothing is counted or hidden any more. */
export const holdMarginMilliseconds = 1000;

/** Records hidden at the same time. */
const holdConcurrency = 10;

/**
 * Wraps a batch consumer so that its failures use up a budget, and so that nothing is tried while the budget's breaker
 * is open.
 *
 * A batch without a failure costs nothing. Records that fail with the breaker open, or are not tried because of it, are
 * hidden until its cool-down ends: each record is received at most once an opening, whatever becomes of the source.
 */
export function withRetryBudget(options: WithRetryBudgetOptions): (consume: BatchConsumer) => BatchConsumer {
  const { budget, telemetry, consumer } = options;
  return (consume) => async (records, context) => {
    const heldUntil = budget.heldUntil();
    if (heldUntil !== undefined) {
      telemetry.count('RecordsHeld', records.length);
      telemetry.warn('records held while the circuit breaker is open', { consumer, records: records.length });
      await hold(options, { records, until: heldUntil, context });
      return untried(records);
    }
    const result = await consume(records, context);
    budget.note(records.length - result.failed.length);
    const tokens = tokensFor(records, result);
    if (tokens === 0) {
      return result;
    }
    const until = await inTime(options, budget.take(tokens), context);
    if (until !== undefined) {
      const failed = new Set(result.failed);
      await hold(options, { records: records.filter(({ id }) => failed.has(id)), until, context });
    }
    return result;
  };
}

function untried(records: readonly SourceRecord[]): BatchResult {
  return { failed: records.map(({ id }) => id) };
}

/** A store that does not answer must not cost the batch its answer; the count is then made or lost behind it. */
async function inTime(
  { timers }: WithRetryBudgetOptions,
  counting: Promise<number | undefined>,
  { deadline }: BatchContext,
): Promise<number | undefined> {
  let cancel = (): void => undefined;
  const late = new Promise<undefined>((resolve) => {
    cancel = timers.at(deadline - holdMarginMilliseconds, () => {
      resolve(undefined);
    });
  });
  const until = await Promise.race([counting, late]);
  cancel();
  return until;
}

interface Hold {
  readonly records: readonly SourceRecord[];
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly context: BatchContext;
}

/** A delay that fails leaves the source's own. */
async function hold(options: WithRetryBudgetOptions, { records, until, context }: Hold): Promise<void> {
  const { clock, visibility, telemetry, consumer } = options;
  const rest = Math.max(until - clock.now(), 0) / 1000;
  // One place in the spread for all, so that the records of a group come back together.
  const place = (1 + options.random()) / 2;
  await forEachBounded(records, holdConcurrency, async (record) => {
    if (clock.now() > context.deadline - holdMarginMilliseconds) {
      return;
    }
    const after = doublingBound(returnSeconds, record.receiveCount) * place;
    const seconds = Math.min(Math.ceil(rest + after), messageLimits.visibilitySeconds);
    try {
      await visibility.delay(record, seconds);
    } catch (cause) {
      telemetry.error('record not held', { consumer, recordId: record.id, seconds }, cause);
    }
  });
}
