import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { sourceOf } from '../../contracts/definition/source-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { brokerConsumption } from '../../core/consume/broker-consumption.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import type { Parking } from '../../core/ports/parking.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { createRabbitParking } from '../rabbitmq/rabbit-parking.ts';
import { deadLetterRoute } from '../topology/rabbit-topology-of.ts';
import { type ConsumerPorts, type ConsumerPortsOptions, consumerOf, consumerPorts } from './consumer-ports.ts';
import { lazyParking } from './lazy-parking.ts';
import { type RabbitHandler, createRabbitHandler } from './rabbit-handler.ts';
import { payloadSource } from './personal-host.ts';

/** The ports of one consumer on AWS, and its handler. */
export interface RabbitHost extends ConsumerPorts {
  readonly handlerOf: (consumer: Consumer) => RabbitHandler;
}

/**
 * Composes what one consumer of a queue of RabbitMQ runs on in Lambda; call it once, outside the handler. Parks where the
 * queue itself sends what it gives up; connects when something is first parked.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer, or it does
 * not read a queue of RabbitMQ with dead letters.
 */
export function createRabbitHost(
  pipeline: PipelineDefinition,
  name: string,
  options: ConsumerPortsOptions = {},
): RabbitHost {
  const ports = consumerPorts(pipeline, name, options);
  const parking = parkingOf(pipeline, name, ports);
  return {
    ...ports,
    handlerOf: (consumer) =>
      createRabbitHandler({
        ...brokerConsumption({ pipeline, name }, { ...ports, payloads: payloadSource(ports) }, consumer),
        parking,
      }),
  };
}

function parkingOf(pipeline: PipelineDefinition, name: string, { telemetry }: ConsumerPorts): Parking {
  const { source } = consumerOf(pipeline, name);
  const found = sourceOf(pipeline, source);
  const queue = found?.kind === 'rabbitmq' ? found.source : undefined;
  const deadLetter = queue && pipeline.rabbitmq && deadLetterRoute(pipeline.rabbitmq, queue);
  if (queue === undefined || deadLetter === undefined) {
    throw new PipelineError(`consumer "${name}" must read a queue of RabbitMQ with dead letters, got "${source}"`, {
      code: 'environment-invalid',
    });
  }
  return lazyParking(async () => {
    const connection = await connectRabbit({ ...(await rabbitFromEnvironment()), telemetry });
    return createRabbitParking({ connection, deadLetter, source: queue.queue });
  });
}
