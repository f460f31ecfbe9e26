/** The outbox sweeper: finds what is committed and still not published, whatever became of the stream. */
export interface SweeperDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly everyMinutes: number;
  readonly graceSeconds: number;
}

/** What describes the sweeper. */
export interface SweeperOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 1 to 900. @default 50 */
  readonly timeoutSeconds?: number;
  /** @default 256 */
  readonly memoryMb?: number;
  /** Minutes between two sweeps, 1 to 60. @default 1 */
  readonly everyMinutes?: number;
  /** Seconds that a message may wait for the relay before a sweep takes it up, 1 to 86400. @default 60 */
  readonly graceSeconds?: number;
}

/** Declares the sweeper. */
export function sweeper(options: SweeperOptions): SweeperDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 50,
    memoryMb: options.memoryMb ?? 256,
    everyMinutes: options.everyMinutes ?? 1,
    graceSeconds: options.graceSeconds ?? 60,
  };
}
