import type { EventType } from '../events/event-type.ts';

/** One deployed function: what it reads, what it handles, what it may publish, which items it may touch. */
export interface ConsumerDefinition {
  /** Path of the handler's file from the package's root. */
  readonly entry: string;
  /** The queue it reads, by its name in the definition. */
  readonly source: string;
  readonly handles: readonly EventType[];
  readonly publishes: readonly EventType[];
  readonly stores: readonly string[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly settings: readonly string[];
  readonly dispatch: 'relay' | 'at once';
  readonly repliesTo: readonly string[];
}

/** What describes a consumer; permissions, subscriptions and dead letters follow from it. */
export interface ConsumerOptions {
  readonly entry: string;
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
}

/** Declares a consumer. */
export function consumer(options: ConsumerOptions): ConsumerDefinition {
  return {
    entry: options.entry,
    source: options.source,
    handles: options.handles,
    publishes: options.publishes ?? [],
    stores: options.stores ?? [],
    timeoutSeconds: options.timeoutSeconds ?? 30,
    memoryMb: options.memoryMb ?? 256,
    settings: options.settings ?? [],
    dispatch: options.dispatch ?? 'relay',
    repliesTo: options.repliesTo ?? [],
  };
}
