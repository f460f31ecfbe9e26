import { describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../../../lambdas/adapters/system/system-clock.ts';

describe('system clock', () => {
  it('tells the milliseconds of the machine', () => {
    jest.useFakeTimers({ now: 1_767_225_600_123 });

    expect(systemClock.now()).toBe(1_767_225_600_123);

    jest.useRealTimers();
  });
});
