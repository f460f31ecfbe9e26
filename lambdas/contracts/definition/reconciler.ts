/** The function that makes what a pipeline has at brokers: topics, streams, groups, exchanges and queues. */
export interface ReconcilerDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

/** What describes the reconciler. */
export interface ReconcilerOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 1 to 900. @default 300 */
  readonly timeoutSeconds?: number;
  /** @default 512 */
  readonly memoryMb?: number;
}

/** Declares the reconciler; each deployment runs it before anything that reads a broker is there. */
export function reconciler(options: ReconcilerOptions): ReconcilerDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 300,
    memoryMb: options.memoryMb ?? 512,
  };
}
