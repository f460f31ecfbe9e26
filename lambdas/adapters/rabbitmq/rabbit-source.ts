import type { SourceBatch, WorkerSource } from '../../core/ports/worker-source.ts';
import { untilFirst } from '../../core/worker/until-first.ts';
import { nextDelay, recordOf, takeDeliveries } from './held-deliveries.ts';
import { type RabbitDeliveries, createRabbitDeliveries } from './rabbit-deliveries.ts';
import { type RabbitSourceDependencies, rabbitSourceDefaults } from './rabbit-source-options.ts';
import { settleDeliveries } from './settle-deliveries.ts';

/**
 * Makes one worker's view of a queue of RabbitMQ.
 *
 * A failed record stays here unacknowledged, at its place before the later ones of its key, and is tried again after its
 * delay: a message that goes back at once would spin, and one that goes through a retry queue would lose its place. It
 * takes one of the `prefetch` places meanwhile, so that many failures slow the worker down. `receiveCount` is the
 * broker's count of deliveries and the tries here. What a dead worker held comes again at once.
 *
 * A batch is settled when its acknowledgements are on their way: they have no answer, and to ask for one would cost a
 * round trip a batch. What a killed worker had acknowledged last may come again too, and is recognised by its id;
 * `close` waits for all.
 *
 * Source: https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout
 */
export function createRabbitSource(dependencies: RabbitSourceDependencies): WorkerSource {
  const closed = new AbortController();
  const deliveries = createRabbitDeliveries({ prefetch: rabbitSourceDefaults.prefetch, ...dependencies });
  return {
    visibility: {
      delay: (record, seconds) => {
        deliveries.delay(record.receipt, dependencies.clock.now() + seconds * 1000);
        return Promise.resolve();
      },
    },
    batches: (signal) => batches(AbortSignal.any([signal, closed.signal]), dependencies, deliveries),
    close: async () => {
      closed.abort();
      await deliveries.close();
    },
  };
}

async function* batches(
  signal: AbortSignal,
  dependencies: RabbitSourceDependencies,
  deliveries: RabbitDeliveries,
): AsyncGenerator<SourceBatch> {
  const { clock, ordered = false, batchSize = rabbitSourceDefaults.batchSize } = dependencies;
  while (!signal.aborted) {
    if (!deliveries.isOpen() && !(await opened(signal, dependencies, deliveries))) {
      continue;
    }
    const now = clock.now();
    const taken = takeDeliveries(deliveries.held(), { now, most: batchSize, ordered });
    if (taken.length > 0) {
      yield {
        records: taken.map((delivery) => recordOf(delivery, ordered)),
        settle: (result) => settleDeliveries(taken, result, { ...dependencies, deliveries }),
      };
    } else {
      await untilChanged(signal, dependencies, { deliveries, now });
    }
  }
}

const longWaitMilliseconds = 5000;
const retryMilliseconds = 200;

/** A broker that cannot be reached must not keep a worker from ending. */
async function opened(
  signal: AbortSignal,
  { sleep }: RabbitSourceDependencies,
  deliveries: RabbitDeliveries,
): Promise<boolean> {
  await untilFirst(signal, [() => deliveries.open(), (ended) => sleep(longWaitMilliseconds, ended)]);
  if (!deliveries.isOpen()) {
    await sleep(retryMilliseconds, signal);
  }
  return deliveries.isOpen() && !signal.aborted;
}

/** Until a message came, a batch was settled, the channel was lost, or the first delay is over that was not at `now`. */
async function untilChanged(
  signal: AbortSignal,
  { sleep }: RabbitSourceDependencies,
  { deliveries, now }: { readonly deliveries: RabbitDeliveries; readonly now: number },
): Promise<void> {
  const delay = nextDelay(deliveries.held(), now) ?? longWaitMilliseconds;
  await untilFirst(signal, [(ended) => deliveries.change(ended), (ended) => sleep(delay, ended)]);
}
