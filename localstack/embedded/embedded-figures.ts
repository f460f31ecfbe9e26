import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { lettersInLines } from '../report/letters-in-lines.ts';
import type { DeadLetterBody } from '../report/parked-orders.ts';
import type { QueueFigures } from '../report/run-report.ts';

/** What went through each queue of the broker, and what is in it now. */
export function embeddedQueueFigures(broker: MemoryBroker, items: Iterable<Item>): readonly QueueFigures[] {
  const inLines = lettersInLines(items);
  return Object.entries(coreOrders.queues).map(([name, { fifo, deadLetter }]) => {
    const { sent, visible, inFlight } = broker.figuresOf(name);
    const queued = deadLetter.kind === 'queue' ? broker.figuresOf(deadLetterQueueOf(name)).visible : 0;
    const deadLetters = queued + (inLines.get(name) ?? 0);
    return { name, kind: fifo ? 'FIFO' : 'standard', sent, waiting: visible, inFlight, deadLetters };
  });
}

/** What lies in the dead-letter queues. */
export function deadLetterBodies(broker: MemoryBroker): readonly DeadLetterBody[] {
  return Object.entries(coreOrders.queues)
    .filter(([, { deadLetter }]) => deadLetter.kind === 'queue')
    .flatMap(([queue]) =>
      broker.messages(deadLetterQueueOf(queue)).map(({ body, reason }) => ({ queue, body, reason })),
    );
}
