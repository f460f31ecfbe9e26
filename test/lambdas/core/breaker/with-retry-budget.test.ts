import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { messageLimits } from '../../../../lambdas/contracts/message-limits.ts';
import type { RetryBudget } from '../../../../lambdas/core/breaker/retry-budget.ts';
import { retryBudgetAround } from '../../../../lambdas/core/breaker/retry-budget-around.ts';
import { withRetryBudget } from '../../../../lambdas/core/breaker/with-retry-budget.ts';
import type { BatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { delivery, notedVisibility } from '../consume/deliveries.ts';

const start = Date.UTC(2026, 0, 1);
const context = { deadline: start + 30_000 };
const records = [delivery({ id: 'a' }), delivery({ id: 'b', receiveCount: 3 }), delivery({ id: 'c' })];
const failing =
  (...failed: readonly string[]): BatchConsumer =>
  () =>
    Promise.resolve({ failed });

interface Asked {
  readonly budget: RetryBudget;
  readonly noted: number[];
  readonly taken: number[];
}

/** A budget that holds from the start, or from the first failure on. */
function budgetThat({ held, opens }: { readonly held?: number; readonly opens?: number }): Asked {
  const noted: number[] = [];
  const taken: number[] = [];
  return {
    noted,
    taken,
    budget: {
      heldUntil: () => held,
      note: (handled) => noted.push(handled),
      take: (tokens) => (taken.push(tokens), Promise.resolve(opens)),
    },
  };
}

let clock: VirtualClock;
let visibility: ReturnType<typeof notedVisibility>;
let telemetry: ReturnType<typeof recordingTelemetry>;
const guarded = (budget: RetryBudget, consume: BatchConsumer): BatchConsumer =>
  withRetryBudget({ budget, visibility, clock, timers: clock, telemetry, random: () => 0.5, consumer: 'work' })(
    consume,
  );

beforeEach(() => {
  clock = createVirtualClock(start);
  visibility = notedVisibility();
  telemetry = recordingTelemetry();
});

describe('a consumer with a retry budget', () => {
  it('asks for nothing when every record was handled', async () => {
    const { budget, noted, taken } = budgetThat({});

    expect(await guarded(budget, failing())(records, context)).toEqual({ failed: [] });
    expect({ noted, taken, delayed: visibility.delayed }).toEqual({ noted: [3], taken: [], delayed: [] });
  });

  it('takes tokens for what failed and leaves its delay to the engine while the breaker is closed', async () => {
    const { budget, noted, taken } = budgetThat({});

    expect(await guarded(budget, failing('b'))(records, context)).toEqual({ failed: ['b'] });
    expect({ noted, taken, delayed: visibility.delayed }).toEqual({ noted: [2], taken: [3], delayed: [] });
  });

  it('hides what failed until the cool-down ends when the breaker is open, the oft received ones for longer', async () => {
    const { budget } = budgetThat({ opens: start + 120_000 });

    await guarded(budget, failing('a', 'b'))(records, context);

    expect(visibility.delayed).toEqual([
      ['a', 120 + 45],
      ['b', 120 + 180],
    ]);
  });

  it('gives a batch back without a try while it knows that the breaker is open', async () => {
    const { budget, taken } = budgetThat({ held: start + 1500 });
    const tried: string[] = [];
    const consume: BatchConsumer = (batch) => {
      tried.push(...batch.map(({ id }) => id));
      return Promise.resolve({ failed: [] });
    };

    expect((await guarded(budget, consume)(records, context)).failed).toEqual(['a', 'b', 'c']);
    expect({ tried, taken }).toEqual({ tried: [], taken: [] });
    expect(visibility.delayed.map(([, seconds]) => seconds)).toEqual([47, 182, 47]);
    expect(telemetry.counts.get('RecordsHeld')).toBe(3);
  });

  it('never hides a record for longer than a queue can', async () => {
    const { budget } = budgetThat({ held: start + 50_000_000 });

    await guarded(budget, failing())(records.slice(0, 1), context);

    expect(visibility.delayed).toEqual([['a', messageLimits.visibilitySeconds]]);
  });

  it('answers all the same when no record can be hidden', async () => {
    visibility = notedVisibility(new Error('gone'));
    const { budget } = budgetThat({ opens: start + 120_000 });

    expect(await guarded(budget, failing('a'))(records, context)).toEqual({ failed: ['a'] });
    expect(telemetry.lines).toEqual(['record not held']);
  });

  it('answers in time when the store of the budget does not', async () => {
    const { budget } = budgetThat({});
    const silent: RetryBudget = { ...budget, take: () => new Promise(() => undefined) };

    const answer = guarded(silent, failing('a'))(records, context);
    await Promise.resolve();
    clock.advance(29_000);

    expect(await answer).toEqual({ failed: ['a'] });
    expect(visibility.delayed).toEqual([]);
  });

  it('hides nothing in the last second before the deadline', async () => {
    const { budget } = budgetThat({ opens: start + 120_000 });
    const slow: BatchConsumer = () => {
      clock.advance(29_001);
      return Promise.resolve({ failed: ['a'] });
    };

    expect(await guarded(budget, slow)(records, context)).toEqual({ failed: ['a'] });
    expect(visibility.delayed).toEqual([]);
  });
});

describe('a pipeline without a circuit breaker', () => {
  it('puts nothing around its consumers', () => {
    const consume = failing();
    const around = retryBudgetAround({
      ...{ pipeline: {}, queue: 'work', consumer: 'work', items: createMemoryItemStore(), visibility, telemetry },
      ...{ clock, timers: clock, random: Math.random },
    });

    expect(around(consume)).toBe(consume);
  });
});
