import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { createDeadlineHeap } from './deadline-heap.ts';
import type { Timers } from '../../../core/ports/timers.ts';

/** A clock that stands still until it is moved, with the timers that its movement sets off. */
export interface VirtualClock extends Clock, Timers {
  /**
   * Moves time forward and runs the timers that fall due, in order of time, then of `at` calls, each at its own
   * time; a timer set meanwhile runs too when it is due by the end. A timer that throws stops the clock at its time.
   *
   * @throws PipelineError `input-invalid` unless `milliseconds` is a finite number of at least 0.
   */
  advance(milliseconds: number): void;
  /** When the next timer is due; undefined when none is set. */
  nextTimerAt(): number | undefined;
}

/** Makes a clock that stands at `start`, in milliseconds since the epoch. */
export function createVirtualClock(start: number): VirtualClock {
  const timers = createDeadlineHeap<() => void>();
  let now = start;
  return {
    now: () => now,
    at: (time, run) => {
      const timer = timers.add(time, run);
      return () => {
        timers.remove(timer);
      };
    },
    nextTimerAt: () => timers.earliest()?.time,
    advance: (milliseconds) => {
      refuseBackwards(milliseconds);
      const end = now + milliseconds;
      for (let due = timers.earliest(); due !== undefined && due.time <= end; due = timers.earliest()) {
        timers.remove(due);
        now = Math.max(now, due.time);
        due.value();
      }
      // A timer may itself have moved the clock past the end.
      now = Math.max(now, end);
    },
  };
}

function refuseBackwards(milliseconds: number): void {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) {
    throw new PipelineError(`time must advance by a finite number of at least 0 milliseconds, got ${milliseconds}`, {
      code: 'input-invalid',
    });
  }
}
