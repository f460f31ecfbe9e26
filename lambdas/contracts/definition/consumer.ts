import type { EventType } from '../events/event-type.ts';

/** One deployed function or worker: what it reads, handles, may publish and forward, which items it may touch. */
export interface ConsumerDefinition {
  readonly entry: string | undefined;
  readonly worker: string | undefined;
  readonly source: string;
  readonly handles: readonly EventType[];
  readonly publishes: readonly EventType[];
  readonly stores: readonly string[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly settings: readonly string[];
  readonly dispatch: 'relay' | 'at once';
  readonly repliesTo: readonly string[];
  readonly forwards: readonly string[];
  readonly calls: readonly string[];
}

/** What describes a consumer; permissions, subscriptions and dead letters follow from it. */
export interface ConsumerOptions {
  /** Path of the handler's file from the root of the CDK app: runs it as a function. @default none: it runs as a worker only */
  readonly entry?: string;
  /** Path of the file from the root of the CDK app that runs it as a worker, for sources at brokers. @default none */
  readonly worker?: string;
  /** The queue, topic or stream it reads, whatever broker it is at, by its name in the definition. */
  readonly source: string;
  readonly handles: readonly EventType[];
  /** What its outbox may hold; each must have a home in the pipeline. @default none */
  readonly publishes?: readonly EventType[];
  /** Categories of items it reads and writes (`order` is every item whose partition is `order-...`). @default none */
  readonly stores?: readonly string[];
  /** 1 to 900 seconds. @default 30 */
  readonly timeoutSeconds?: number;
  /** 128 to 10240 MB. @default 256 */
  readonly memoryMb?: number;
  /** Names of environment variables that the environment's configuration must give it. @default none */
  readonly settings?: readonly string[];
  /**
   * Who publishes what it committed: the relay, when the table's stream shows it, or the consumer itself right after the
   * commit, which saves the way through the stream and needs the permissions. The relay and the sweeper publish what
   * the consumer could not. @default 'relay'
   */
  readonly dispatch?: 'relay' | 'at once';
  /**
   * Queues that may be the reply address of a request: what it publishes and such a queue `answers` goes there, when the
   * message that caused it said so, instead of to its home. Any other address is ignored. @default none
   */
  readonly repliesTo?: readonly string[];
  /**
   * Topics, streams and exchanges of brokers to which it sends on what it handles and they carry, by their names in the
   * definition. It does nothing else. @default none
   */
  readonly forwards?: readonly string[];
  /** Calls over RabbitMQ that it may make, by their names in the definition. @default none */
  readonly calls?: readonly string[];
}

const consumerDefaults = {
  entry: undefined,
  worker: undefined,
  publishes: [],
  stores: [],
  timeoutSeconds: 30,
  memoryMb: 256,
  settings: [],
  dispatch: 'relay',
  repliesTo: [],
  forwards: [],
  calls: [],
} as const;

/** Declares a consumer. */
export function consumer(options: ConsumerOptions): ConsumerDefinition {
  return { ...consumerDefaults, ...options };
}
