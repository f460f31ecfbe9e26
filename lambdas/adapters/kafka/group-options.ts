import type { KafkaConnection } from './kafka-connection.ts';

/** How records are fetched. */
export interface FetchOptions {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** How long a fetch may wait for records, in milliseconds. */
  readonly fetchWaitMs: number;
  /** Most bytes of a fetch from one partition, as they travel. */
  readonly fetchBytes: number;
}

/** How a worker is a member of its consumer group. */
export interface GroupOptions extends FetchOptions {
  /** A name that a restarted worker keeps, so that it gets its partitions back. @default none */
  readonly instanceId?: string;
  /** After so long without a sign of life a member is dead. @default 30000 */
  readonly sessionMs: number;
}
