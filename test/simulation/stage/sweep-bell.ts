import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import { type Bell, createBell } from './bell.ts';

/** The schedule of the sweepers. It leaves out the looks that would find nothing, so that a run can end. */
export interface SweepBell extends Pick<Bell, 'heard' | 'ring'> {
  /** When it is to ring, in virtual milliseconds since the epoch; undefined while nobody listens or nothing waits. */
  dueAt(): Promise<number | undefined>;
}

/** What a bell works with. */
export interface SweepBellDependencies {
  /** Since when the first thing waits that a sweep would find; Infinity when there is none. */
  readonly oldest: () => Promise<number>;
  readonly clock: Clock;
  /** Seconds that it may wait before a sweep takes it up. */
  readonly graceSeconds: number;
  readonly everyMinutes: number;
}

/** Hangs a bell that has not rung yet. */
export function createSweepBell({ oldest, clock, graceSeconds, everyMinutes }: SweepBellDependencies): SweepBell {
  const bell = createBell();
  let rangAt = clock.now();
  return {
    heard: () => bell.heard(),
    async dueAt() {
      if (bell.listeners === 0) {
        return undefined;
      }
      const due = Math.max((await oldest()) + graceSeconds * 1000, rangAt + everyMinutes * 60_000);
      return Number.isFinite(due) ? due : undefined;
    },
    ring() {
      rangAt = clock.now();
      bell.ring();
    },
  };
}
