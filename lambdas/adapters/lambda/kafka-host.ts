import { deadLetterTopicOf } from '../../contracts/definition/kafka-topic.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { groupOf } from '../../contracts/definition/reader-groups.ts';
import { sourceOf } from '../../contracts/definition/source-of.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { brokerConsumption } from '../../core/consume/broker-consumption.ts';
import type { Consumer } from '../../core/consume/consumer.ts';
import { createNoParking } from '../../core/consume/no-parking.ts';
import type { Parking } from '../../core/ports/parking.ts';
import { kafkaFromEnvironment } from '../connections/kafka-from-environment.ts';
import { createKafkaParking } from '../kafka/kafka-parking.ts';
import { createKafkajsSend } from '../kafka/kafkajs-send.ts';
import { type ConsumerPorts, type ConsumerPortsOptions, consumerOf, consumerPorts } from './consumer-ports.ts';
import { type KafkaHandler, createKafkaHandler } from './kafka-handler.ts';
import { lazyParking } from './lazy-parking.ts';
import { payloadSource } from './personal-host.ts';

/** The ports of one consumer on AWS, and its handler. */
export interface KafkaHost extends ConsumerPorts {
  readonly handlerOf: (consumer: Consumer) => KafkaHandler;
}

/**
 * Composes what one consumer of a topic of Kafka runs on in Lambda; call it once, outside the handler. Parks in the
 * topic's dead letters, to which it connects when something is first parked.
 *
 * @throws PipelineError `environment-invalid` when a variable is missing, the pipeline has no such consumer, or it does
 * not read a topic of Kafka.
 */
export function createKafkaHost(
  pipeline: PipelineDefinition,
  name: string,
  options: ConsumerPortsOptions = {},
): KafkaHost {
  const ports = consumerPorts(pipeline, name, options);
  const parking = parkingOf(pipeline, name, ports);
  return {
    ...ports,
    handlerOf: (consumer) =>
      createKafkaHandler({
        ...brokerConsumption({ pipeline, name }, { ...ports, payloads: payloadSource(ports) }, consumer),
        parking,
      }),
  };
}

function parkingOf(pipeline: PipelineDefinition, name: string, ports: ConsumerPorts): Parking {
  const { source } = consumerOf(pipeline, name);
  const found = sourceOf(pipeline, source);
  if (found?.kind !== 'kafka') {
    throw new PipelineError(`consumer "${name}" must read a topic of Kafka, got "${source}"`, {
      code: 'environment-invalid',
    });
  }
  if (found.source.deadLetter.kind === 'none') {
    return createNoParking(ports);
  }
  const deadLetterTopic = deadLetterTopicOf(found.source);
  const { clock, backoff } = ports;
  return lazyParking(async () => {
    const connection = await kafkaFromEnvironment(groupOf(pipeline, name));
    return createKafkaParking({ send: createKafkajsSend({ connection }), deadLetterTopic, clock, backoff });
  });
}
