/** What is counted. */
export type MetricName =
  | 'RecordsHandled'
  | 'RecordsDuplicate'
  /** Records that wait for a worker's group at its broker; each worker of the group tells the same number. */
  | 'RecordsWaiting'
  | 'RecordsRetried'
  | 'RecordsParked'
  | 'BatchesFailed'
  | 'MessagesPublished'
  | 'PublishFailures'
  | 'RepliesIgnored'
  /** Seconds for which the oldest message that a sweep found has waited; counted once a sweep, 0 when there is none. */
  | 'UndispatchedAge'
  /** Messages that a sweep found committed but not published in time. */
  | 'UndispatchedMessages'
  /** Timers of sagas that a sweep found to have run out, and reported to their sagas. */
  | 'TimersSent'
  /** Seconds since the first of them ran out; counted by every sweep of timers that saw all, 0 when there is none. */
  | 'OldestDueTimer'
  /** Records given back without a try because the circuit breaker of their source is open. */
  | 'RecordsHeld'
  /** Sagas that only an operator can help, as a sweep of timers found them. */
  | 'StuckSagas'
  /** Seconds since the first of them got stuck; 0 when there is none. */
  | 'OldestStuckSagaSeconds'
  /** Events that got their place in the index. */
  | 'EventsIndexed'
  /** Streams that a batch showed and that cannot be indexed as they are. */
  | 'StreamsUnindexed'
  /** Places where the index misses a position; more than 0 means that something else has written to its table. */
  | 'IndexGaps'
  /** Events that a run of a subscription or projection left unread. */
  | 'EventsBehind'
  /** Seconds since the oldest of them was indexed; counted by every run, 0 when there is none. */
  | 'SecondsBehind'
  /** Partitions at which a subscription or projection stands still because an event cannot be handled. */
  | 'PartitionsStopped'
  /** Circuit breakers that were open at some time of a guard's run; counted by every run that saw each source. */
  | 'BreakersOpen';

/** Fields of a log line: ids, names, counts and reasons; never a payload. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Metrics and logs. */
export interface Telemetry {
  count(metric: MetricName, by: number): void;
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  /** `cause` is logged with name, code, message and stack. */
  error(message: string, fields: LogFields, cause: unknown): void;
  /** Writes out what was counted; called once at the end of an invocation. */
  flush(): void;
}
