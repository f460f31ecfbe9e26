import type { PipelineDefinition } from '../../../contracts/definition/pipeline-definition.ts';
import { receiveLimits } from '../../../contracts/definition/receive-limits.ts';
import { PipelineError } from '../../../contracts/errors/pipeline-error.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { IdSource } from '../../../core/ports/id-source.ts';
import { deadLetterQueueOf } from './dead-letter-queue-of.ts';
import { createMemoryQueue } from './create-memory-queue.ts';
import type { MemoryQueue } from './memory-queue.ts';

/** What queues in memory are made from. */
export interface MemoryQueuesOptions {
  readonly definition: PipelineDefinition;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** How long a received message of a queue is hidden, by the queue's name in the definition. */
  readonly visibilitySecondsOf: (queueName: string) => number;
}

/** The queues of a definition and their dead-letter queues, by name. */
export interface MemoryQueues {
  readonly names: readonly string[];
  /** @throws PipelineError `input-invalid` for a name that is none of `names`. */
  get(name: string): MemoryQueue;
}

/** Makes every queue of a definition, each after its dead-letter queue, which has the same kind and visibility. */
export function createMemoryQueues(options: MemoryQueuesOptions): MemoryQueues {
  const { definition, clock, ids, visibilitySecondsOf } = options;
  const queues = new Map<string, MemoryQueue>();
  for (const [name, { fifo, deadLetter }] of Object.entries(definition.queues)) {
    const shared = { fifo, clock, ids, visibilitySeconds: visibilitySecondsOf(name) };
    if (deadLetter.kind === 'none') {
      queues.set(name, createMemoryQueue({ ...shared, name, redrive: undefined }));
      continue;
    }
    const to = createMemoryQueue({ ...shared, name: deadLetterQueueOf(name), redrive: undefined });
    const redrive = { to, maxReceiveCount: receiveLimits(definition, name)?.broker ?? deadLetter.maxReceiveCount };
    queues.set(name, createMemoryQueue({ ...shared, name, redrive }));
    queues.set(deadLetterQueueOf(name), to);
  }
  return {
    names: [...queues.keys()],
    get: (name) => {
      const queue = queues.get(name);
      if (queue === undefined) {
        throw new PipelineError(`a queue must be one of ${[...queues.keys()].join(', ')}, got "${name}"`, {
          code: 'input-invalid',
        });
      }
      return queue;
    },
  };
}
