import type { Clock } from '../../../core/ports/clock.ts';
import { messageLimits } from '../../../contracts/message-limits.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Knows the ids that came within the last five minutes. */
export interface DeduplicationWindow {
  /** Whether `id` is new; it then counts as known for five minutes, however often it comes again. */
  admits(id: string): boolean;
}

/** Makes an empty window; ids are forgotten as the clock passes, at the next call. */
export function createDeduplicationWindow(clock: Clock): DeduplicationWindow {
  const known = new Set<string>();
  const ends = createWaitingLine<{ readonly id: string; readonly time: number }>();
  return {
    admits: (id) => {
      const now = clock.now();
      for (let oldest = ends.first(); oldest !== undefined && oldest.time <= now; oldest = ends.first()) {
        known.delete(oldest.id);
        ends.shift();
      }
      if (known.has(id)) {
        return false;
      }
      known.add(id);
      ends.add({ id, time: now + messageLimits.deduplicationMs });
      return true;
    },
  };
}
