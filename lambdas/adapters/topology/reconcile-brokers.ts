import type { NatsConnection } from '@nats-io/transport-node';
import { type BrokerKind, brokerKinds } from '../../contracts/definition/broker-kind.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { KafkaOperations } from '../kafka/operations/kafka-operations.ts';
import type { RabbitConnection } from '../rabbitmq/rabbit-connection.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { BrokerReconciliation } from './broker-reconciliation.ts';
import { reconcileKafka } from './reconcile-kafka.ts';
import { reconcileNats } from './reconcile-nats.ts';
import { reconcileRabbit } from './reconcile-rabbit.ts';
import { reconcileRedis } from './reconcile-redis.ts';

/** The brokers that can be reached. */
export interface BrokerConnections {
  readonly kafka?: Pick<KafkaOperations, 'brokers' | 'reconcileTopics'>;
  readonly redis?: Pick<RedisConnection, 'call'>;
  readonly rabbitmq?: Pick<RabbitConnection, 'channel'>;
  readonly nats?: NatsConnection;
}

/**
 * Makes everything that a pipeline has at brokers as it is defined: safe to run at every deployment, and by many.
 *
 * Takes nothing away and changes nothing that would lose messages; what it does not do stands in `refused`.
 *
 * @throws PipelineError `input-invalid` when a broker of the definition has no connection, and what the functions of
 * the single brokers throw.
 */
export async function reconcileBrokers(
  definition: PipelineDefinition,
  connections: BrokerConnections,
): Promise<readonly BrokerReconciliation[]> {
  const wanted = brokerKinds.filter((kind) => definition[kind] !== undefined);
  const tasks = tasksOf(definition, connections);
  const missing = wanted.filter((kind) => tasks[kind] === undefined);
  if (missing.length > 0) {
    throw new PipelineError(`every broker of the pipeline must have a connection, got none to ${missing.join(', ')}`, {
      code: 'input-invalid',
    });
  }
  return Promise.all(wanted.flatMap((kind) => tasks[kind]?.() ?? []));
}

type Tasks = Partial<Record<BrokerKind, () => Promise<BrokerReconciliation>>>;

function tasksOf(definition: PipelineDefinition, { kafka, redis, rabbitmq, nats }: BrokerConnections): Tasks {
  return {
    ...(kafka && { kafka: () => reconcileKafka(definition, kafka) }),
    ...(redis && { redis: () => reconcileRedis(definition, redis) }),
    ...(rabbitmq && { rabbitmq: () => reconcileRabbit(definition, rabbitmq) }),
    ...(nats && { nats: () => reconcileNats(definition, nats) }),
  };
}
