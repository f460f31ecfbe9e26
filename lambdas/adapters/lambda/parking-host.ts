import type { SQSClient } from '@aws-sdk/client-sqs';
import type { QueueDefinition } from '../../contracts/definition/queue.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { createNoParking } from '../../core/consume/no-parking.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { createDeadLetterParking } from '../sns-sqs/dead-letter-parking.ts';
import { readEnvironment } from './read-environment.ts';

/**
 * Where the consumer of a queue parks, unless it keeps the order of keys in lines: in the queue's dead letters, or
 * nowhere when the definition says that it has none.
 *
 * @throws PipelineError `environment-invalid` when the url of its dead letters is missing.
 */
export function parkingHost(
  queue: Pick<QueueDefinition, 'deadLetter' | 'fifo'> | undefined,
  { sqs, telemetry }: { readonly sqs: Pick<SQSClient, 'send'>; readonly telemetry: Telemetry },
): Parking {
  if (queue?.deadLetter.kind === 'none') {
    return createNoParking({ telemetry });
  }
  const { deadLetterQueueUrl } = readEnvironment({ deadLetterQueueUrl: environmentVariables.deadLetterQueue });
  return createDeadLetterParking({ sqs, deadLetterQueueUrl, fifo: queue?.fifo === true });
}
