import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { MemoryBrokers } from '../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { lettersInLines } from '../report/letters-in-lines.ts';
import type { DeadLetterBody } from '../report/parked-orders.ts';
import type { QueueFigures } from '../report/run-report.ts';

/** What went through each queue of the broker, and what is in it now. */
export function embeddedQueueFigures(
  { queues }: Pick<PipelineDefinition, 'queues'>,
  broker: MemoryBroker,
  items: Iterable<Item>,
): readonly QueueFigures[] {
  const inLines = lettersInLines(items);
  return Object.entries(queues).map(([name, { fifo, deadLetter }]) => {
    const { sent, visible, inFlight } = broker.figuresOf(name);
    const queued = deadLetter.kind === 'queue' ? broker.figuresOf(deadLetterQueueOf(name)).visible : 0;
    const deadLetters = queued + (inLines.get(name) ?? 0);
    return { name, kind: fifo ? 'FIFO' : 'standard', sent, waiting: visible, inFlight, deadLetters };
  });
}

/** What lies in the dead-letter queues, and in the dead letters of brokers. */
export function deadLetterBodies(
  definition: Pick<PipelineDefinition, 'queues'>,
  broker: MemoryBroker,
  brokers?: MemoryBrokers,
): readonly DeadLetterBody[] {
  const atBrokers = (brokers?.sources ?? []).flatMap((source) =>
    (brokers?.lettersOf(source).all() ?? []).map(({ body, reason }) => ({ queue: source, body, reason })),
  );
  const queued = Object.entries(definition.queues)
    .filter(([, { deadLetter }]) => deadLetter.kind === 'queue')
    .flatMap(([queue]) =>
      broker.messages(deadLetterQueueOf(queue)).map(({ body, reason }) => ({ queue, body, reason })),
    );
  return [...queued, ...atBrokers];
}
