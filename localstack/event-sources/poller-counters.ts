/** What a poller has done since it was made. */
export interface PollerCounters {
  /** Records handed over and done with. */
  readonly records: number;
  readonly invocations: number;
  /** Invocations after which the same records, or some of them, had to come again. */
  readonly retries: number;
  /** Documents sent to the on-failure destination. */
  readonly failures: number;
  /** Times that records had left the stream before they were read. */
  readonly gaps: number;
}

/** Counters that can be added to. */
export type CountingCounters = { -readonly [Name in keyof PollerCounters]: PollerCounters[Name] };

/** Counters that begin at nothing. */
export function createPollerCounters(): CountingCounters {
  return { records: 0, invocations: 0, retries: 0, failures: 0, gaps: 0 };
}
