import { beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { type LeaseKeeper, keepLease } from '../../../../lambdas/core/idempotency/lease-keeper.ts';

const leaseMilliseconds = 30_000;

let clock: VirtualClock;
let extensions: number[];
let extend: () => Promise<boolean>;

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function keeper(deadline = 3_600_000): LeaseKeeper {
  return keepLease({
    ...{ clock, timers: clock, deadline, leaseMilliseconds, until: clock.now() + leaseMilliseconds },
    extend: (until) => {
      extensions.push(until);
      return extend();
    },
  });
}

async function pass(milliseconds: number): Promise<void> {
  clock.advance(milliseconds);
  await settled();
}

beforeEach(() => {
  clock = createVirtualClock(0);
  extensions = [];
  extend = () => Promise.resolve(true);
});

describe('the keeper of a lease', () => {
  it('renews it each third of its life', async () => {
    keeper();

    await pass(9_999);
    expect(extensions).toEqual([]);
    await pass(1);
    await pass(10_000);

    expect(extensions).toEqual([40_000, 50_000]);
  });

  it('never renews it beyond the deadline, at which it is lost', async () => {
    const { signal } = keeper(35_000);

    await pass(10_000);
    await pass(24_999);
    expect(signal.aborted).toBe(false);
    await pass(1);

    expect(extensions).toEqual([35_000]);
    expect(signal.aborted).toBe(true);
  });

  it('aborts at once when another owner has it', async () => {
    extend = () => Promise.resolve(false);
    const { signal } = keeper();

    await pass(10_000);

    expect(signal.aborted).toBe(true);
    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('tries again when the store does not answer, and goes on when it does', async () => {
    const { signal } = keeper();
    extend = () => Promise.reject(new TypeError('down'));
    await pass(10_000);
    extend = () => Promise.resolve(true);
    await pass(10_000);
    await pass(10_000);

    expect(extensions).toEqual([40_000, 50_000, 60_000]);
    expect(signal.aborted).toBe(false);
  });

  it('aborts when the lease ended because the store never answered', async () => {
    extend = () => Promise.reject(new TypeError('down'));
    const { signal } = keeper();

    await pass(10_000);
    await pass(10_000);
    expect(signal.aborted).toBe(false);
    await pass(10_000);

    expect(signal.aborted).toBe(true);
  });

  it('aborts when the lease ends while a renewal hangs, and stays so when it succeeds after all', async () => {
    let answer: (extended: boolean) => void = () => undefined;
    extend = () => new Promise((resolve) => (answer = resolve));
    const { signal } = keeper();
    await pass(10_000);

    await pass(20_000);
    expect(signal.aborted).toBe(true);
    answer(true);
    await settled();

    expect(clock.nextTimerAt()).toBeUndefined();
  });

  it('failure mode 11: has nothing running once it stopped', async () => {
    let answer: (extended: boolean) => void = () => undefined;
    extend = () => new Promise((resolve) => (answer = resolve));
    const kept = keeper();
    await pass(10_000);
    let stopped = false;

    const stopping = kept.stop().then(() => (stopped = true));
    await settled();
    expect(stopped).toBe(false);
    answer(false);
    await stopping;

    expect(kept.signal.aborted).toBe(false);
    expect(clock.nextTimerAt()).toBeUndefined();
  });
});
