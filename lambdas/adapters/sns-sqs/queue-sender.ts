import { routesToQueue } from '../../contracts/definition/routes-of.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import { createSnsSqsPublisher, type SnsSqsPublisherDependencies } from './sns-sqs-publisher.ts';

/** What sending to one queue works with. */
export interface QueueSenderDependencies extends Omit<SnsSqsPublisherDependencies, 'routes' | 'addressOf'> {
  readonly queueUrl: string;
  readonly fifo: boolean;
}

/** Makes a publisher that sends everything, whatever its type, to one queue. */
export function createQueueSender({ queueUrl, fifo, ...dependencies }: QueueSenderDependencies): Publisher {
  return createSnsSqsPublisher({
    ...dependencies,
    routes: routesToQueue(queueUrl, { fifo }),
    addressOf: () => queueUrl,
  });
}
