import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { Parking } from '../../../core/ports/parking.ts';
import { parkReason } from '../../sns-sqs/park-reason.ts';
import { deadLetterQueueOf } from './dead-letter-queue-of.ts';
import type { MemoryQueues } from './memory-queues.ts';

/**
 * Makes the parking of a queue: its dead-letter queue. In a FIFO queue a record parked twice within five minutes is
 * kept once.
 *
 * @throws PipelineError `definition-invalid` when the queue has no dead-letter queue.
 */
export function createMemoryParking(definition: PipelineDefinition, queues: MemoryQueues, queueName: string): Parking {
  const source = queues.get(queueName);
  if (definition.queues[queueName]?.deadLetter.kind !== 'queue') {
    throw new PipelineError(`a queue must have a dead-letter queue to park in, got "${queueName}"`, {
      code: 'definition-invalid',
    });
  }
  const deadLetters = queues.get(deadLetterQueueOf(queueName));
  return {
    park: ({ id, body, group }, reason) => {
      source.countParked();
      deadLetters.send({ body, group: group ?? id, deduplicationId: id, reason: parkReason(reason) });
      return Promise.resolve();
    },
  };
}
