import { LambdaClient } from '@aws-sdk/client-lambda';
import type { RabbitConnection } from '../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { silentTelemetry as telemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { sourceOf } from '../../lambdas/contracts/definition/source-of.ts';
import { localRegion } from '../backends/aws-environment.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { openRabbitPoller } from '../event-sources/rabbitmq/rabbit-poller.ts';

/** What reads queues of RabbitMQ for the functions of a deployment, in place of Lambda's own pollers. */
export interface BrokerPollers {
  /** Ends polling after the batches in hand; rejects with what made polling fail. */
  readonly stop: () => Promise<void>;
}

/** Begins to hand over what waits at RabbitMQ for functions; clients are made from this process's environment. */
export function openPollers(
  { definition, functionNames }: Pick<Deployment, 'definition' | 'functionNames'>,
  connection: RabbitConnection,
): BrokerPollers {
  const lambda = new LambdaClient({});
  const pollers = Object.entries(functionNames).flatMap(([name, functionName]) => {
    const from = sourceOf(definition, definition.consumers[name]?.source ?? '');
    return from?.kind === 'rabbitmq'
      ? [openRabbitPoller({ ...place, connection, lambda, functionName, telemetry, queue: from.source.queue })]
      : [];
  });
  for (const poller of pollers) {
    poller.start();
  }
  return {
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()));
      lambda.destroy();
    },
  };
}

/** No broker of Amazon MQ: the events name one that could be. Batches are as `RabbitConsumer` has them. */
const place = {
  eventSourceArn: `arn:aws:mq:${localRegion}:000000000000:broker:local:b-local`,
  batchSize: 10,
  windowMs: 100,
} as const;
