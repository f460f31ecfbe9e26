import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { retryBudgetAround } from '../../core/breaker/retry-budget-around.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import { keyOrderOf } from '../../core/consume/key-order-of.ts';
import { createSqsClient } from '../sns-sqs/sqs-client.ts';
import { createSqsVisibility } from '../sns-sqs/sqs-visibility.ts';
import { type ConsumerPorts, type ConsumerPortsOptions, consumerOf, consumerPorts } from './consumer-ports.ts';
import { parkingHost } from './parking-host.ts';
import { payloadSource } from './personal-host.ts';
import { type QueueHandler, type QueueHandlerOptions, createQueueHandler } from './queue-handler.ts';
import { readEnvironment } from './read-environment.ts';

/** The ports of one consumer on AWS, and its handler. */
export interface ConsumerHost extends ConsumerPorts {
  readonly handlerOf: (consumer: Consumer, options?: Pick<QueueHandlerOptions, 'retryDelay'>) => QueueHandler;
}

/**
 * Composes what one consumer of a queue runs on in Lambda; call it once, outside the handler.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer, or one that
 * dispatches at once brings no publisher.
 */
export function createConsumerHost(
  pipeline: PipelineDefinition,
  name: string,
  options: Pick<ConsumerPortsOptions, 'publisherOf' | 'opensData'> = {},
): ConsumerHost {
  const { table, sourceQueue } = environmentVariables;
  const environment = readEnvironment({ table, sourceQueue });
  const { source: queue } = consumerOf(pipeline, name);
  const ports = consumerPorts(pipeline, name, options);
  return {
    ...ports,
    handlerOf: queueHandlers({ pipeline, name, queue, queueUrl: environment.sourceQueue }, ports),
  };
}

/** What turns a consumer into the handler of its queue. */
function queueHandlers(
  of: {
    readonly pipeline: PipelineDefinition;
    readonly name: string;
    readonly queue: string;
    readonly queueUrl: string;
  },
  ports: ConsumerPorts,
): ConsumerHost['handlerOf'] {
  const { pipeline, name, queue, queueUrl } = of;
  const { items, clock, telemetry, timers, backoff } = ports;
  const sqs = createSqsClient();
  const parking = parkingHost(pipeline.queues[queue], { sqs, telemetry });
  const visibility = createSqsVisibility({ sqs, queueUrl });
  const around = retryBudgetAround({
    ...{ pipeline, queue, consumer: name, items, visibility, telemetry, clock, timers },
    random: Math.random,
  });
  const order = keyOrderOf(pipeline, { items, clock, backoff, queue });
  return (consumer, options) =>
    createQueueHandler({
      ...{ ...options, consumer, parking, visibility, telemetry, clock, around, payloads: payloadSource(ports) },
      ...(order && { order }),
    });
}
