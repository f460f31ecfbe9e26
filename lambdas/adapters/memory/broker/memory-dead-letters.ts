import { messageLimits } from '../../../contracts/message-limits.ts';
import type { DeadLetterQueue } from '../../../core/ports/dead-letter-queue.ts';
import { deadLetterQueueOf } from './dead-letter-queue-of.ts';
import type { MemoryQueues } from './memory-queues.ts';

/**
 * Makes the dead letters of a queue as they are collected.
 *
 * @throws PipelineError `input-invalid` when the queue has no dead-letter queue.
 */
export function createMemoryDeadLetters(queues: MemoryQueues, queueName: string): DeadLetterQueue {
  const queue = queues.get(deadLetterQueueOf(queueName));
  return {
    receive: () => {
      const found = queue
        .receive(messageLimits.batchEntries)
        .map(({ id, body, group, receiveCount, receipt, redrive }) => ({
          ...{ id, body, group, receipt, reason: queue.reasonOf(receipt) },
          // The receive that took it out is not one of its consumer's.
          receiveCount: receiveCount - 1,
          ...(redrive && { redrive }),
        }));
      return Promise.resolve(found);
    },
    delete: ({ receipt }) => {
      queue.delete(receipt);
      return Promise.resolve();
    },
  };
}
