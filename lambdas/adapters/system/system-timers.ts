import type { Timers } from '../../core/ports/timers.ts';

/** Most milliseconds a timer of the machine can wait; a longer wait would run at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** The timers of the machine; none of them keeps the process alive, and one further off than 24.8 days comes early. */
export const systemTimers: Timers = {
  at(time, run) {
    const timer = setTimeout(run, Math.min(Math.max(time - Date.now(), 0), longestTimerMs));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
