import { describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../../../../lambdas/adapters/memory/clock/system-clock.ts';

describe('systemClock', () => {
  it('tells the time of the machine', () => {
    jest.useFakeTimers({ now: 1234 });

    expect(systemClock.now()).toBe(1234);

    jest.useRealTimers();
  });
});
