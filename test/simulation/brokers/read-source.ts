import { silentTelemetry as telemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { MemoryIntake } from '../../../lambdas/adapters/memory/worker/memory-intake.ts';
import {
  type BatchConsumer,
  type BatchResult,
  createBatchConsumer,
} from '../../../lambdas/core/consume/batch-consumer.ts';
import { brokerConsumption } from '../../../lambdas/core/consume/broker-consumption.ts';
import { fullJitter } from '../../../lambdas/core/consume/full-jitter.ts';
import { createNoParking } from '../../../lambdas/core/consume/no-parking.ts';
import type { SourceRecord } from '../../../lambdas/core/consume/source-record.ts';
import type { Process } from '../schedule/process.ts';
import { atOnce } from '../stage/at-once.ts';
import { itemsOf } from '../stage/items-of.ts';
import { noted } from '../stage/noted.ts';
import { consumerOf } from './consumer-of.ts';
import { newsConsumers } from './news-definition.ts';
import type { NewsWorld } from './news-world.ts';
import type { BrokerConsumerName } from '../../../localstack/embedded/embedded-broker-consumers.ts';

/** Records of one receive. */
const most = 3;

/** Takes batches of a source at a broker through its consumer, as a worker does it, for ever. */
export async function readSource(world: NewsWorld, process: Process, name: BrokerConsumerName): Promise<void> {
  const { clock, mutation, news } = world;
  const { timeoutSeconds } = newsConsumers[name];
  const { acknowledges } = mutation;
  const intake = world.sessions.open(process.name, world.brokers.reading(name).group);
  const consume = batchConsumerOf(world, { process, name, intake });
  for (;;) {
    const records = await received(world, process, intake);
    if (records.length === 0) {
      await news.heard();
      continue;
    }
    if (acknowledges === 'before handling') {
      await settle(world, process, { intake, records, failed: [] });
    }
    const { failed } = await consume(records, { deadline: clock.now() + timeoutSeconds * 1000 });
    await settle(world, process, { intake, records, failed: acknowledges === 'failures too' ? [] : failed });
  }
}

/** What came on a connection that broke meanwhile comes again. */
async function received(
  { scheduler }: NewsWorld,
  process: Process,
  intake: MemoryIntake,
): Promise<readonly SourceRecord[]> {
  const operation = intake.ordered ? 'receive-in-order' : 'receive';
  try {
    return await scheduler.call(process, { operation, label: operation }, (fault) => {
      const records = intake.receive(most);
      scheduler.statistics.deliveries += records.length;
      scheduler.statistics.repeated += records.filter(({ receiveCount }) => receiveCount > 1).length;
      if (fault === 'duplicate') {
        // The broker holds this reader for dead, and gives the same to others.
        scheduler.statistics.injected += records.length;
        intake.leave();
      }
      return Promise.resolve(records);
    });
  } catch {
    intake.leave();
    return [];
  }
}

interface Settlement extends BatchResult {
  readonly intake: MemoryIntake;
  readonly records: readonly SourceRecord[];
}

/** An acknowledgement that fails ends the connection: what the broker does not know to be done comes again. */
async function settle(
  { scheduler }: NewsWorld,
  process: Process,
  { intake, records, failed }: Settlement,
): Promise<void> {
  const call = { operation: 'acknowledge', label: `settle ${records.length}, ${failed.length} failed` } as const;
  await scheduler
    .call(process, call, () => {
      intake.settle(records, { failed });
      return Promise.resolve();
    })
    .catch(() => {
      intake.leave();
    });
}

function batchConsumerOf(
  world: NewsWorld,
  {
    process,
    name,
    intake,
  }: { readonly process: Process; readonly name: BrokerConsumerName; readonly intake: MemoryIntake },
): BatchConsumer {
  const { brokers, clock, definition: pipeline, mutation, random, scheduler } = world;
  const consumer = noted(world, newsConsumers[name].source, consumerOf(world, process, name));
  const { parking = createNoParking({ telemetry }) } = brokers.reading(name);
  const ports = { items: itemsOf(world, process), clock, backoff: atOnce, telemetry, payloads: undefined };
  const { order, ...consumption } = brokerConsumption({ pipeline, name }, ports, consumer);
  return createBatchConsumer({
    ...consumption,
    ...(order && { order: mutation.lines === undefined ? order : { ...order, lines: mutation.lines(order.lines) } }),
    ...{ ordering: mutation.ordering ?? 'group', retryDelay: fullJitter({ random: () => random.next() }) },
    parking: {
      park: (record, reason) =>
        scheduler.call(process, { operation: 'park', label: `park ${name}` }, () => parking.park(record, reason)),
    },
    visibility: {
      delay: (record, seconds) =>
        scheduler.call(process, { operation: 'delay', label: `delay ${name} ${seconds}` }, () =>
          intake.visibility.delay(record, seconds),
        ),
    },
  });
}
