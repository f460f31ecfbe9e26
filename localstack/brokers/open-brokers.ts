import { jetstreamManager } from '@nats-io/jetstream';
import { kafkaFromEnvironment } from '../../lambdas/adapters/connections/kafka-from-environment.ts';
import { natsFromEnvironment } from '../../lambdas/adapters/connections/nats-from-environment.ts';
import { rabbitFromEnvironment } from '../../lambdas/adapters/connections/rabbit-from-environment.ts';
import { redisFromEnvironment } from '../../lambdas/adapters/connections/redis-from-environment.ts';
import { createKafkaOperations } from '../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { connectNats } from '../../lambdas/adapters/nats/connect-nats.ts';
import { type RabbitConnection, connectRabbit } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { connectRedis } from '../../lambdas/adapters/redis/connect-redis.ts';
import { abortableSleep } from '../../lambdas/adapters/system/abortable-sleep.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { BrokerReconciliation } from '../../lambdas/adapters/topology/broker-reconciliation.ts';
import { reconcileBrokers } from '../../lambdas/adapters/topology/reconcile-brokers.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { LocalBrokers } from '../backends/brokers/start-brokers.ts';
import { createRabbitManagement } from '../backends/rabbitmq/rabbit-management.ts';
import { brokerLag } from './broker-lag.ts';
import { brokerVariables } from './broker-variables.ts';

/** Connections to local brokers, for whoever makes what a pipeline has there and sees what waits. */
export interface OpenBrokers {
  readonly rabbitmq: RabbitConnection;
  /** Makes what the pipeline has at the brokers, as the operator of a deployment would. */
  readonly reconcile: () => Promise<readonly BrokerReconciliation[]>;
  /** What waits at the brokers for the consumers, by consumer, those in hand among it. */
  readonly lag: () => Promise<ReadonlyMap<string, number>>;
  readonly close: () => Promise<void>;
}

/** Connects to every local broker. Throws as the adapters do when one refuses. */
export async function openBrokers(definition: PipelineDefinition, brokers: LocalBrokers): Promise<OpenBrokers> {
  const environment = { variables: brokerVariables(brokers) };
  const kafka = createKafkaOperations(await kafkaFromEnvironment(`${definition.name}-local`, environment));
  const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry });
  const rabbitmq = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
  const nats = await connectNats({ ...(await natsFromEnvironment(environment)), telemetry, sleep: abortableSleep });
  const streams = await jetstreamManager(nats);
  const management = createRabbitManagement(brokers.rabbitmq);
  return {
    rabbitmq,
    reconcile: () => reconcileBrokers(definition, { kafka, redis, rabbitmq, nats }),
    lag: () => brokerLag(definition, { kafka, redis, management, streams }),
    close: async () => {
      redis.close();
      await Promise.all([kafka.close(), rabbitmq.close(), nats.close()]);
    },
  };
}
