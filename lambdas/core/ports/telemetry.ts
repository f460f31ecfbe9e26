/** What is counted. */
export type MetricName =
  | 'RecordsHandled'
  | 'RecordsDuplicate'
  | 'RecordsRetried'
  | 'RecordsParked'
  | 'BatchesFailed'
  | 'MessagesPublished'
  | 'PublishFailures'
  | 'RepliesIgnored';

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
