/** Reads the table's stream and gives every event of the indexed streams its place in the index. */
export interface IndexerDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly batchSize: number;
  readonly retryAttempts: number;
  readonly maxRecordAgeHours: number;
}

/** Reads the index and keeps the projections up with it. */
export interface ProjectorDefinition {
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly everyMinutes: number;
}

/** The index of all events in a table of its own, and what is projected from it. */
export interface EventIndexDefinition {
  readonly categories: readonly string[];
  readonly projections: readonly string[];
  readonly indexer: IndexerDefinition;
  readonly projector: ProjectorDefinition;
}

/** What describes an index of events. */
export interface EventIndexOptions extends IndexerOptions {
  /** Streams whose events are indexed, by the first word of their name: `order` is every stream `order-...`. */
  readonly categories: readonly string[];
  /** Names of the projections that the projector runs. @default none */
  readonly projections?: readonly string[];
  readonly projector: ProjectorOptions;
}

/** What describes the function that fills the index. */
export interface IndexerOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 1 to 900. @default 30 */
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

/** What describes the function that runs the projections. */
export interface ProjectorOptions {
  /** Path of the handler's file from the root of the CDK app. */
  readonly entry: string;
  /** 20 to 900; in the last ten of them nothing new is begun. @default 50 */
  readonly timeoutSeconds?: number;
  /** @default 256 */
  readonly memoryMb?: number;
  /** Minutes between two runs that nothing woke, 1 to 60. @default 1 */
  readonly everyMinutes?: number;
}

/** Declares the index of a pipeline's events and its projections. */
export function eventIndex(options: EventIndexOptions): EventIndexDefinition {
  const { categories, projections = [] } = options;
  return { categories, projections, indexer: indexerOf(options), projector: projectorOf(options.projector) };
}

function indexerOf(options: IndexerOptions): IndexerDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 30,
    memoryMb: options.memoryMb ?? 256,
    batchSize: options.batchSize ?? 100,
    retryAttempts: options.retryAttempts ?? 10,
    maxRecordAgeHours: options.maxRecordAgeHours ?? 12,
  };
}

function projectorOf(options: ProjectorOptions): ProjectorDefinition {
  return {
    entry: options.entry,
    timeoutSeconds: options.timeoutSeconds ?? 50,
    memoryMb: options.memoryMb ?? 256,
    everyMinutes: options.everyMinutes ?? 1,
  };
}
