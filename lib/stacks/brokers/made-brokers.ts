import type { IKafkaCluster } from '../../constructs/kafka/kafka-cluster.ts';
import type { RabbitBroker } from '../../constructs/rabbitmq/rabbit-broker.ts';
import type { IValkeyCache } from '../../constructs/redis/valkey-cache.ts';
import type { ValkeyIdentity } from '../../constructs/redis/valkey-user.ts';

/** A cache, and whom it lets in. */
export interface MadeCache {
  readonly cache: IValkeyCache;
  /** As tokens of IAM are signed for it. */
  readonly cacheName: string;
  /** By the name of the client. */
  readonly users: ReadonlyMap<string, ValkeyIdentity>;
}

/** The brokers of an environment that its own stacks make. */
export interface MadeBrokers {
  readonly kafka?: IKafkaCluster | undefined;
  readonly redis?: MadeCache | undefined;
  readonly rabbitmq?: RabbitBroker | undefined;
}
