import type { VirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';

/** A sleep that only the movement of a clock, or its signal, ends. */
export function sleepOn(clock: VirtualClock): (milliseconds: number, signal: AbortSignal) => Promise<void> {
  return (milliseconds, signal) =>
    new Promise((resolve) => {
      const wake = (): void => {
        takeBack();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const takeBack = clock.at(clock.now() + milliseconds, wake);
      signal.addEventListener('abort', wake, { once: true });
    });
}
