import type { Timers } from './timers.ts';

/** Node fires a longer timer at once. Source: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestDelayMs = 2 ** 31 - 1;

/** The timers of the process; a waiting one keeps the process alive, and none fires before its time. */
export const systemTimers: Timers = {
  at: (time, run) => {
    let handle: NodeJS.Timeout;
    const wait = (): void => {
      const delay = time - Date.now();
      handle = delay > 0 ? setTimeout(wait, Math.min(delay, longestDelayMs)) : setTimeout(run, 0);
    };
    wait();
    return () => {
      clearTimeout(handle);
    };
  },
};
