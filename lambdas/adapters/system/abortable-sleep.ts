import { setTimeout as timeout } from 'node:timers/promises';

/** Resolves after so many milliseconds, or when `signal` aborts. */
export async function abortableSleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await timeout(milliseconds, undefined, { signal });
  } catch {
    // Nothing but the signal ends it early.
  }
}
