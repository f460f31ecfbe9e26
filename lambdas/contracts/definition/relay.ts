/** The outbox relay: reads the table's stream and publishes what was committed. */
export interface RelayDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly batchSize: number;
  readonly retryAttempts: number;
  readonly maxRecordAgeHours: number;
}

/** What describes the relay. */
export interface RelayOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** @default 30 */
  readonly timeoutSeconds?: number;
  /** @default 256 */
  readonly memoryMb?: number;
  /** Stream records an invocation, 1 to 1000. @default 100 */
  readonly batchSize?: number;
  /** Retries of a failing record before its pointer goes to the on-failure queue. @default 10 */
  readonly retryAttempts?: number;
  /** Age at which a failing record is given up, 1 to 24 hours (the stream keeps no more). @default 12 */
  readonly maxRecordAgeHours?: number;
}

/** Declares the relay. */
export function relay(options: RelayOptions): RelayDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 30,
    memoryMb: options.memoryMb ?? 256,
    batchSize: options.batchSize ?? 100,
    retryAttempts: options.retryAttempts ?? 10,
    maxRecordAgeHours: options.maxRecordAgeHours ?? 12,
  };
}
