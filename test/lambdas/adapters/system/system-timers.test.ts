import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { longestTimerMs, systemTimers } from '../../../../lambdas/adapters/system/system-timers.ts';

const start = 1_767_225_600_000;
let runs: number;

const run = (): void => {
  runs += 1;
};

beforeEach(() => {
  jest.useFakeTimers({ now: start });
  runs = 0;
});

afterEach(() => {
  jest.useRealTimers();
});

describe('timers of the machine', () => {
  it('run once at their time and not before', () => {
    systemTimers.at(start + 1000, run);

    jest.advanceTimersByTime(999);
    expect(runs).toBe(0);
    jest.advanceTimersByTime(100_000);
    expect(runs).toBe(1);
  });

  it.each([0, -1, -1_000_000, Number.NEGATIVE_INFINITY])(
    'run as soon as possible, never at once, %d ms from now',
    (over) => {
      systemTimers.at(start + over, run);

      expect(runs).toBe(0);
      jest.advanceTimersByTime(1);
      expect(runs).toBe(1);
    },
  );

  it('do not run when they were taken back, however often', () => {
    const cancel = systemTimers.at(start + 10, run);

    cancel();
    cancel();

    jest.advanceTimersByTime(1000);
    expect(runs).toBe(0);
  });

  it.each([longestTimerMs + 1, Number.POSITIVE_INFINITY])('do not run at once when they are %d ms away', (away) => {
    systemTimers.at(start + away, run);

    jest.advanceTimersByTime(longestTimerMs - 1);
    expect(runs).toBe(0);
    jest.advanceTimersByTime(1);
    expect(runs).toBe(1);
  });

  it('do not keep the process alive', () => {
    const timer = jest.spyOn(globalThis, 'setTimeout');

    systemTimers.at(start + 1000, run);

    expect(timer.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
  });
});
