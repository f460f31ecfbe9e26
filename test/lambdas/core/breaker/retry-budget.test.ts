import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { circuitBreaker } from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import { PipelineError } from '../../../../lambdas/contracts/errors/pipeline-error.ts';
import { breakerKey, breakerOf } from '../../../../lambdas/core/breaker/breaker-item.ts';
import { type RetryBudget, countAttempts, createRetryBudget } from '../../../../lambdas/core/breaker/retry-budget.ts';
import type { ItemStore } from '../../../../lambdas/core/ports/item-store.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const policy = circuitBreaker({ entry: 'guard.ts' });
const start = Date.UTC(2026, 0, 1);
const opensAt = start + policy.coolDownSeconds * 1000;

let clock: VirtualClock;
let items: ItemStore;
let counts: ItemCounts;
let telemetry: ReturnType<typeof recordingTelemetry>;

const hostOn = (store: Pick<ItemStore, 'write'>): RetryBudget =>
  createRetryBudget({ items: store, clock, telemetry, queue: 'work', policy });
const stored = async (): Promise<ReturnType<typeof breakerOf>> => breakerOf(await items.get(breakerKey('work')));

beforeEach(() => {
  clock = createVirtualClock(start);
  ({ items, counts } = countingItems(createMemoryItemStore()));
  telemetry = recordingTelemetry();
});

describe('the budget of one host', () => {
  it('costs nothing for what is handled, and one write a failure', async () => {
    const host = hostOn(items);

    host.note(1000);
    const before = counts.write;
    await host.take(1);
    await host.take(1);

    expect(before).toBe(0);
    expect(counts).toEqual({ get: 0, write: 2, transact: 0, query: 0 });
  });

  it('opens with the failure that takes the last token, and says so once', async () => {
    const host = hostOn(items);

    expect(await host.take(19)).toBeUndefined();
    expect(await host.take(1)).toBe(opensAt);
    expect(host.heldUntil()).toBe(opensAt);
    await host.take(5);
    expect(telemetry.lines).toEqual(['circuit breaker opened']);
  });

  it('lets go when the cool-down has ended, without asking anybody', async () => {
    const host = hostOn(items);
    await host.take(20);

    clock.advance(policy.coolDownSeconds * 1000);

    expect(host.heldUntil()).toBeUndefined();
    expect(counts.write).toBe(1);
  });

  it('tells what it handled with the next failure, once', async () => {
    const host = hostOn(items);
    await host.take(10);
    host.note(5);

    await host.take(1);
    await host.take(1);

    expect((await stored())?.tokens).toBe(20 - 10 + 1 - 1 - 1);
  });
});

describe('the budgets of several hosts', () => {
  it('are one: what one has counted, the next learns from its refused write', async () => {
    const hosts = [hostOn(items), hostOn(items)] as const;
    await hosts[0].take(15);

    expect(await hosts[1].take(5)).toBe(opensAt);
    expect(counts.write).toBe(3);
    expect(hosts[0].heldUntil()).toBeUndefined();
    expect(await hosts[0].take(1)).toBe(opensAt);
    expect((await stored())?.openings).toBe(1);
  });

  it('lose a count that meets others every time, and none of them fails', async () => {
    const rival = hostOn(items);
    const host = hostOn({
      write: async (write) => {
        await rival.take(1);
        return items.write(write);
      },
    });

    expect(await host.take(1)).toBeUndefined();
    expect((await stored())?.tokens).toBe(20 - countAttempts);
  });

  it('begin anew with an item that another release left and nobody here can read', async () => {
    const attributes = { revision: 7, state: 'ajar' };
    await items.write({ kind: 'put', key: breakerKey('work'), attributes, when: [] });

    await hostOn(items).take(1);

    expect(await stored()).toMatchObject({ state: 'closed', tokens: 19 });
    expect((await items.get(breakerKey('work')))?.attributes['revision']).toBe(8);
  });
});

describe('a budget whose store is down', () => {
  it('counts on alone and opens for its host, then tells the store', async () => {
    let down = true;
    const failure = new PipelineError('the store must answer', { code: 'store-unavailable', retryable: true });
    const host = hostOn({ write: (write) => (down ? Promise.reject(failure) : items.write(write)) });

    await host.take(10);
    expect(await host.take(10)).toBe(opensAt);
    down = false;
    clock.advance(policy.coolDownSeconds * 1000);
    await host.take(3);

    expect(await stored()).toMatchObject({ state: 'open', openings: 2 });
    expect(telemetry.lines.slice(0, 2)).toEqual(Array(2).fill('failures counted for this host alone'));
  });
});
