import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { lagOf } from '../rabbitmq/lag-of.ts';
import { createRabbitParking } from '../rabbitmq/rabbit-parking.ts';
import { createRabbitSource } from '../rabbitmq/rabbit-source.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { deadLetterRoute } from '../topology/rabbit-topology-of.ts';
import type { OpenedSource, SourceOpening } from './opened-source.ts';

/** Opens a queue of RabbitMQ; parks where the queue itself sends what it gives up. */
export async function openRabbitSource(opening: SourceOpening<'rabbitmq'>): Promise<OpenedSource> {
  const { pipeline, from, environment, clock, telemetry } = opening;
  const { queue, keepsOrder: ordered } = from.source;
  const deadLetter = pipeline.rabbitmq && deadLetterRoute(pipeline.rabbitmq, from.source);
  if (deadLetter === undefined) {
    throw new PipelineError(`RabbitMQ queue "${from.name}" must have dead letters, got none`, {
      code: 'definition-invalid',
    });
  }
  const connection = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
  const source = createRabbitSource({ connection, queue, clock, telemetry, sleep: abortableSleep, ordered });
  const parking = createRabbitParking({ connection, deadLetter, source: queue });
  return {
    ...{ source, parking },
    waiting: () => lagOf(connection, queue),
    close: async () => {
      await parking.close();
      await connection.close();
    },
  };
}
