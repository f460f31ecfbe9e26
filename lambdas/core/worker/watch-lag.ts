import type { Telemetry } from '../ports/telemetry.ts';

/** What `watchLag` uses when nothing else is said. */
export const lagWatchDefaults = { everySeconds: 60 } as const;

/** What is watched, and who is told. */
export interface LagWatch {
  /** Records that wait at the source; undefined when the broker cannot tell. */
  readonly waiting: () => Promise<number | undefined>;
  readonly telemetry: Pick<Telemetry, 'count' | 'error' | 'flush'>;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** @default 60 */
  readonly everySeconds?: number;
}

/**
 * Counts `RecordsWaiting` after each pause until `signal` aborts: a worker is scaled and watched by it.
 *
 * Each worker of a group tells the whole group's number, so the greatest of them counts, not their sum. Never rejects: a
 * broker that refuses to answer is logged, and asked again. The first question waits too: only then does the broker know
 * a group that reads for the first time.
 */
export async function watchLag(watch: LagWatch, signal: AbortSignal): Promise<void> {
  const { sleep, everySeconds = lagWatchDefaults.everySeconds } = watch;
  while (!signal.aborted) {
    await sleep(everySeconds * 1000, signal);
    await tellLag(watch, signal);
  }
}

/** Says nothing once `signal` has aborted: a source that was closed meanwhile is no fault. */
async function tellLag({ waiting, telemetry }: LagWatch, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    return;
  }
  try {
    const records = await waiting();
    if (records !== undefined) {
      telemetry.count('RecordsWaiting', records);
      telemetry.flush();
    }
  } catch (cause) {
    telemetry.error('lag not known', {}, cause);
  }
}
