import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { createRabbitDeadLetters } from '../rabbitmq/rabbit-dead-letters.ts';
import { createRabbitPublisher } from '../rabbitmq/rabbit-publisher.ts';
import { abortableSleep as sleep } from '../system/abortable-sleep.ts';
import { systemClock as clock } from '../system/system-clock.ts';
import type { LettersOpening, OpenedLetters } from './opened-letters.ts';

/**
 * The queue of dead letters of a queue; they go back to that queue alone, and to no other that has a binding for them.
 *
 * @throws PipelineError `environment-invalid` where several queues leave theirs there: which one a letter came from is
 * not kept with it.
 */
export async function openRabbitLetters(opening: LettersOpening<'rabbitmq'>): Promise<OpenedLetters> {
  const { pipeline, from, environment, telemetry } = opening;
  const { queue, deadLetters } = from.source;
  refuseShared(pipeline, deadLetters);
  const connection = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
  const dead = pipeline.rabbitmq?.deadLetters[deadLetters]?.queue;
  const letters = dead === undefined ? undefined : createRabbitDeadLetters({ connection, queue: dead, clock });
  const sender = createRabbitPublisher({ connection, exchange: '', destinationOf: () => queue, clock, sleep });
  return {
    ...{ letters, sender },
    close: async () => {
      await Promise.all([letters?.close(), sender.close()]);
      await connection.close();
    },
  };
}

function refuseShared({ rabbitmq }: PipelineDefinition, deadLetters: string): void {
  const queues = Object.entries(rabbitmq?.queues ?? {}).filter(([, one]) => one.deadLetters === deadLetters);
  if (queues.length > 1) {
    const names = queues.map(([name]) => name).join(', ');
    throw new PipelineError(`dead letters "${deadLetters}" must be those of one queue to be sent back, got ${names}`, {
      code: 'environment-invalid',
    });
  }
}
