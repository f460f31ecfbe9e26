import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { type BatchConsumer, createBatchConsumer } from '../../../lambdas/core/consume/batch-consumer.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { fullJitter } from '../../../lambdas/core/consume/full-jitter.ts';
import { keyOrderOf } from '../../../lambdas/core/consume/key-order-of.ts';
import type { KeyOrder } from '../../../lambdas/core/consume/sequenced-handler.ts';
import type { DeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { Process } from '../schedule/process.ts';
import { atOnce } from './at-once.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { itemsOf } from './items-of.ts';
import { noted } from './noted.ts';
import type { Stage } from './stage.ts';

/** A consumer and the queue it reads. */
export interface Worker {
  readonly consumer: Consumer;
  readonly source: string;
  readonly timeoutSeconds: number;
  /** The dead letters as the consumer sees them. @default as they are */
  readonly lines?: ((lines: DeadLetterLines) => DeadLetterLines) | undefined;
}

/** Takes batches of one queue through its consumer, as the event source mapping and the handler do it, for ever. */
export async function consumeQueue(stage: Stage, process: Process, worker: Worker): Promise<void> {
  const { source, timeoutSeconds } = worker;
  const { acknowledges } = stage.mutation;
  const deliveries = deliveriesOf(stage, process, source);
  const consume = batchConsumerOf(stage, process, worker);
  for (;;) {
    const records = await deliveries.receive();
    if (records.length === 0) {
      await stage.news.heard();
      continue;
    }
    if (acknowledges === 'before handling') {
      await deliveries.acknowledge(records);
    }
    const { failed } = await consume(records, { deadline: stage.clock.now() + timeoutSeconds * 1000 });
    await deliveries.acknowledge(records.filter(({ id }) => acknowledges === 'failures too' || !failed.includes(id)));
  }
}

function keyOrderIn(stage: Stage, process: Process, { source, lines }: Worker): KeyOrder | undefined {
  const { clock, definition } = stage;
  const order = keyOrderOf(definition, { items: itemsOf(stage, process), clock, backoff: atOnce, queue: source });
  return order && lines ? { ...order, lines: lines(order.lines) } : order;
}

function batchConsumerOf(stage: Stage, process: Process, worker: Worker): BatchConsumer {
  const { broker, scheduler, clock, random, mutation, definition } = stage;
  const { source, consumer } = worker;
  const fifo = definition.queues[source]?.fifo === true;
  const parking = broker.parking(source);
  const visibility = broker.visibility(source);
  const order = keyOrderIn(stage, process, worker);
  return createBatchConsumer({
    ...(order && { order }),
    ...{ consumer: noted(stage, source, consumer), telemetry: silentTelemetry, clock },
    ordering: fifo ? (mutation.ordering ?? 'group') : 'none',
    retryDelay: fullJitter({ random: () => random.next() }),
    parking: {
      park: (record, reason) =>
        scheduler.call(process, { operation: 'park', label: `park ${source}` }, () => parking.park(record, reason)),
    },
    visibility: {
      delay: (record, seconds) =>
        scheduler.call(process, { operation: 'delay', label: `delay ${source} ${seconds}` }, () =>
          visibility.delay(record, seconds),
        ),
    },
  });
}
