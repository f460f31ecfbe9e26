import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { orderIn } from '../report/order-in.ts';
import type { QueueFigures } from '../report/run-report.ts';

/** What went through each queue of the broker, and what is in it now. */
export function embeddedQueueFigures(broker: MemoryBroker): readonly QueueFigures[] {
  return Object.entries(orders.queues).map(([name, { fifo, deadLetter }]) => {
    const { sent, visible, inFlight } = broker.figuresOf(name);
    const deadLetters = deadLetter.kind === 'queue' ? broker.figuresOf(deadLetterQueueOf(name)).visible : 0;
    return { name, kind: fifo ? 'FIFO' : 'standard', sent, waiting: visible, inFlight, deadLetters };
  });
}

/** Keys of the messages in the dead-letter queues: the ids of the orders that are parked. */
export function parkedOrders(broker: MemoryBroker): ReadonlySet<string> {
  const deadLetters = Object.entries(orders.queues)
    .filter(([, { deadLetter }]) => deadLetter.kind === 'queue')
    .flatMap(([name]) => broker.messages(deadLetterQueueOf(name)));
  return new Set(deadLetters.map(({ body }) => orderIn(body)).filter((id) => id !== undefined));
}
