import type { Clock } from '../../lambdas/core/ports/clock.ts';

/** A clock that is a millisecond later each time it is looked at: time goes on between any two looks. */
export function tickingClock(from: number): Clock {
  let now = from - 1;
  return { now: () => (now += 1) };
}
