/** Waits between tries of something that met contention. */
export interface Backoff {
  /** Resolves after a pause fit for the given try, counted from 1; full jitter in production, at once in memory. */
  wait(attempt: number): Promise<void>;
}
