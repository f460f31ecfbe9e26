import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { orders as definition } from '../../../../lambdas/contracts/orders/pipeline.ts';
import { type BatchConsumer, createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import type { KeyOrder } from '../../../../lambdas/core/consume/sequenced-handler.ts';
import { keyOrderOf } from '../../../../lambdas/core/consume/key-order-of.ts';
import { fullJitter } from '../../../../lambdas/core/consume/full-jitter.ts';
import type { ConsumerName } from '../../../../localstack/embedded/embedded-consumers.ts';
import type { Process } from '../../schedule/process.ts';
import { atOnce } from '../../stage/at-once.ts';
import { consumerOf } from '../consumer-of.ts';
import { deliveriesOf } from '../../stage/deliveries-of.ts';
import { itemsOf } from '../../stage/items-of.ts';
import { patientDefinition } from '../patient-definition.ts';
import type { World } from '../world.ts';

/** Takes batches of one queue through its consumer, as the event source mapping and the handler do it, for ever. */
export async function consumeQueue(world: World, process: Process, name: ConsumerName): Promise<void> {
  const { source, timeoutSeconds } = definition.consumers[name];
  const { acknowledges } = world.mutation;
  const deliveries = deliveriesOf(world, process, source);
  const consume = batchConsumerOf(world, process, name);
  for (;;) {
    const records = await deliveries.receive();
    if (records.length === 0) {
      await world.news.heard();
      continue;
    }
    if (acknowledges === 'before handling') {
      await deliveries.acknowledge(records);
    }
    const { failed } = await consume(records, { deadline: world.clock.now() + timeoutSeconds * 1000 });
    await deliveries.acknowledge(records.filter(({ id }) => acknowledges === 'failures too' || !failed.includes(id)));
  }
}

function keyOrderIn(world: World, process: Process, queue: string): KeyOrder | undefined {
  const { clock, mutation } = world;
  const order = keyOrderOf(patientDefinition, { items: itemsOf(world, process), clock, backoff: atOnce, queue });
  return order && mutation.lines ? { ...order, lines: mutation.lines(order.lines) } : order;
}

function batchConsumerOf(world: World, process: Process, name: ConsumerName): BatchConsumer {
  const { broker, scheduler, clock, random, mutation } = world;
  const { source } = definition.consumers[name];
  const fifo = patientDefinition.queues[source]?.fifo === true;
  const parking = broker.parking(source);
  const visibility = broker.visibility(source);
  const order = keyOrderIn(world, process, source);
  return createBatchConsumer({
    ...(order && { order }),
    ...{ consumer: consumerOf(world, process, name), telemetry: silentTelemetry, clock },
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
