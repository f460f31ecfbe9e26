import { LambdaClient } from '@aws-sdk/client-lambda';
import type { KafkaConnection } from '../../lambdas/adapters/kafka/kafka-connection.ts';
import type { RabbitConnection } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { type KafkaTopicDefinition, deadLetterTopicOf } from '../../lambdas/contracts/definition/kafka-topic.ts';
import { groupOf } from '../../lambdas/contracts/definition/reader-groups.ts';
import { sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import { localRegion } from '../backends/aws-environment.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { openKafkaPoller } from '../event-sources/kafka/kafka-poller.ts';
import { openRabbitPoller } from '../event-sources/rabbitmq/rabbit-poller.ts';

/** What reads Kafka and RabbitMQ for the functions of a deployment, in place of Lambda's own pollers. */
export interface BrokerPollers {
  /** Ends polling after the batches in hand; rejects with what made polling fail. */
  readonly stop: () => Promise<void>;
}

/** Where brokers are. */
export interface PolledBrokers {
  readonly rabbitmq: RabbitConnection;
  readonly kafka: KafkaConnection;
}

/** Begins to hand over what waits at brokers for functions; clients are made from this process's environment. */
export function openPollers(
  { definition, functionNames }: Pick<Deployment, 'definition' | 'functionNames'>,
  brokers: PolledBrokers,
): BrokerPollers {
  const clients = { lambda: new LambdaClient({}), sqs: createSqsClient() };
  const pollers = Object.entries(functionNames).flatMap(([name, functionName]) => {
    const from = sourceOf(definition, definition.consumers[name]?.source ?? '');
    if (from?.kind === 'rabbitmq') {
      const { queue } = from.source;
      return [openRabbitPoller({ ...place, ...clients, connection: brokers.rabbitmq, functionName, telemetry, queue })];
    }
    return from?.kind === 'kafka'
      ? [
          openKafkaPoller({
            ...kafkaPlace(from.source, brokers.kafka),
            ...clients,
            functionName,
            groupId: groupOf(definition, name),
          }),
        ]
      : [];
  });
  for (const poller of pollers) {
    poller.start();
  }
  return {
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()));
      clients.lambda.destroy();
      clients.sqs.destroy();
    },
  };
}

/** A cluster of one's own: what is given up goes where the mapping of a deployment would leave it. */
function kafkaPlace(definition: KafkaTopicDefinition, connection: KafkaConnection) {
  const { topic, deadLetter } = definition;
  const bootstrapServers = connection.brokers.join();
  return {
    ...{ topic, connection, source: { eventSource: 'SelfManagedKafka', bootstrapServers } as const },
    onFailure: deadLetter.kind === 'none' ? undefined : `kafka://${deadLetterTopicOf(definition)}`,
  };
}

/** No broker of Amazon MQ: the events name one that could be. Batches are as `RabbitConsumer` has them. */
const place = {
  eventSourceArn: `arn:aws:mq:${localRegion}:000000000000:broker:local:b-local`,
  batchSize: 10,
  windowMs: 100,
} as const;
