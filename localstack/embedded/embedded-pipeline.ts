import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import type { GuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { type BatchConsumer, createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { fullJitter } from '../../lambdas/core/consume/full-jitter.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { keyOrderOf } from '../../lambdas/core/consume/key-order-of.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import { atOnce } from './at-once.ts';
import type { ConsumerName } from './embedded-consumers.ts';
import type { EmbeddedTask } from './embedded-task.ts';

/** A whole pipeline in one process: a turn publishes what was committed and lets every consumer take one batch. */
export type EmbeddedPipeline = EmbeddedTask;

/** What an embedded pipeline is made of. */
export interface EmbeddedPipelineParts {
  readonly broker: MemoryBroker;
  readonly items: ItemStore;
  /** What goes on beside the consumers: what publishes committed messages, the guard of the sources. */
  readonly tasks: readonly EmbeddedTask[];
  readonly sources: GuardedSources;
  readonly consumers: Readonly<Record<ConsumerName, Consumer>>;
  readonly telemetryOf: (consumer: ConsumerName) => Telemetry;
  readonly clock: Clock;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  /** Where data lies that messages do not carry. @default such a message is parked */
  readonly payloads?: PayloadSource;
}

const batchSize = 10;

/** Joins broker, store and consumers as the deployed stacks do. */
export function createEmbeddedPipeline(parts: EmbeddedPipelineParts): EmbeddedPipeline {
  const lanes = Object.keys(parts.consumers)
    .filter(isConsumerName)
    .map((name) => laneOf(parts, name));
  const turns = [...parts.tasks.map((task) => () => task.turn()), ...lanes];
  return {
    async turn() {
      let worked = false;
      for (const turn of turns) {
        worked = (await turn()) || worked;
      }
      return worked;
    },
    async wakesAt() {
      const messages = parts.broker.nextVisibleAt();
      const tasks = await Promise.all(parts.tasks.map((task) => task.wakesAt()));
      return soonest([messages, ...tasks]);
    },
  };
}

function soonest(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

type Turn = () => Promise<boolean>;

function isConsumerName(name: string): name is ConsumerName {
  return name in coreOrders.consumers;
}

function laneOf(parts: EmbeddedPipelineParts, name: ConsumerName): Turn {
  const { broker, clock, sources } = parts;
  const { source, timeoutSeconds } = coreOrders.consumers[name];
  const consume = batchConsumerOf(parts, name);
  return async () => {
    if (sources.isPaused(source)) {
      return false;
    }
    const records = broker.receive(source, batchSize);
    if (records.length === 0) {
      return false;
    }
    const { failed } = await consume(records, { deadline: clock.now() + timeoutSeconds * 1000 });
    const again = new Set(failed);
    for (const record of records) {
      if (!again.has(record.id)) {
        broker.delete(source, record.receipt);
      }
    }
    return true;
  };
}

function batchConsumerOf(parts: EmbeddedPipelineParts, name: ConsumerName): BatchConsumer {
  const { broker, clock, consumers, items, payloads, random, sources } = parts;
  const { source } = coreOrders.consumers[name];
  const order = keyOrderOf(coreOrders, { items, clock, backoff: atOnce, queue: source });
  const [visibility, telemetry] = [broker.visibility(source), parts.telemetryOf(name)];
  const consume = createBatchConsumer({
    ...{ consumer: consumers[name], ordering: 'group', retryDelay: fullJitter({ random }) },
    ...(order && { order }),
    ...{ parking: broker.parking(source), visibility, telemetry, clock, payloads },
  });
  return sources.around({ consumer: name, queue: source, visibility, telemetry })(consume);
}
