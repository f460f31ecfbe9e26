import { jest } from '@jest/globals';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { systemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { systemTimers } from '../../lambdas/adapters/system/system-timers.ts';
import { timersConformance } from './timers-conformance.ts';

const start = Date.UTC(2026, 0, 1);

timersConformance('memory', () => {
  const clock = createVirtualClock(start);
  return {
    clock,
    timers: clock,
    pass: (milliseconds) => {
      clock.advance(milliseconds);
    },
    close: () => undefined,
  };
});

timersConformance('system, under a machine whose time the test moves', () => {
  jest.useFakeTimers({ now: start });
  return {
    clock: systemClock,
    timers: systemTimers,
    pass: (milliseconds) => {
      jest.advanceTimersByTime(milliseconds);
    },
    close: () => {
      jest.useRealTimers();
    },
  };
});
