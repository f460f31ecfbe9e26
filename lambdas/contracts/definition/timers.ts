/** The sweeper of timers: tells sagas what has become due for them. */
export interface TimersDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly everyMinutes: number;
  readonly graceSeconds: number;
}

/** What describes the sweeper of timers. */
export interface TimersOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 1 to 900. @default 50 */
  readonly timeoutSeconds?: number;
  /** @default 256 */
  readonly memoryMb?: number;
  /** Minutes between two sweeps, 1 to 60: how late a timer may be at most. @default 1 */
  readonly everyMinutes?: number;
  /** Seconds that a timer is left to the schedules, 0 to 3600; without schedules that only makes it late. @default 0 */
  readonly graceSeconds?: number;
}

/** Declares the sweeper of timers; whose sagas it serves follows from the consumers that handle `<saga>.timer-due`. */
export function timerSweeper(options: TimersOptions): TimersDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 50,
    memoryMb: options.memoryMb ?? 256,
    everyMinutes: options.everyMinutes ?? 1,
    graceSeconds: options.graceSeconds ?? 0,
  };
}
