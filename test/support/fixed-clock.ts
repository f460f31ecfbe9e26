import type { Clock } from '../../lambdas/core/ports/clock.ts';

/** A clock that stands still until it is moved. */
export function fixedClock(start = Date.UTC(2026, 0, 1)): Clock & { advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
