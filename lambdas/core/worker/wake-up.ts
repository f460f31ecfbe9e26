/** Wakes whoever waits for a change. */
export interface WakeUp {
  /** Resolves at the next change, or when `signal` aborts. */
  next(signal: AbortSignal): Promise<void>;
  all(): void;
}

/** Makes a wake-up; a change that comes while nobody waits is not remembered. */
export function createWakeUp(): WakeUp {
  const waiting = new Set<() => void>();
  return {
    next: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (signal.aborted) {
          resolve();
          return;
        }
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
    all: () => {
      for (const wake of [...waiting]) {
        wake();
      }
    },
  };
}
