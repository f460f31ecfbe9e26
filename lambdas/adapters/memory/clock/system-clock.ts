import type { Clock } from '../../../core/ports/clock.ts';

/** The clock of the machine, which may jump when it is set. */
export const systemClock: Clock = { now: () => Date.now() };
