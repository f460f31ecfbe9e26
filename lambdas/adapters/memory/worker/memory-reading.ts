import type { Clock } from '../../../core/ports/clock.ts';

/** How the sources of a broker in memory read. */
export interface MemoryReading {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Records that one source may hold unsettled. @default 100 */
  readonly mostHeld?: number;
  /** Records of one batch. @default 10 */
  readonly batchSize?: number;
  /** Seconds after which what a killed worker held comes again: a session or idle time. @default 0 */
  readonly redeliverySeconds?: number;
}
