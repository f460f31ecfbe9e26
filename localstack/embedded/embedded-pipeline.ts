import type { QueueDefinition } from '../../lambdas/contracts/definition/queue.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import type { MemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { type BatchConsumer, createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import { createOutboxRelay } from '../../lambdas/core/outbox/outbox-relay.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';
import type { ConsumerName } from './embedded-consumers.ts';

/** A whole pipeline in one process; it does nothing until it is told to take a turn. */
export interface EmbeddedPipeline {
  /** Relays what was committed and lets every consumer take one batch; false when there was nothing to do. */
  turn(): Promise<boolean>;
}

/** What an embedded pipeline is made of. */
export interface EmbeddedPipelineParts {
  readonly broker: MemoryBroker;
  readonly items: MemoryItemStore;
  readonly consumers: Readonly<Record<ConsumerName, Consumer>>;
  readonly telemetryOf: (consumer: ConsumerName | 'relay') => Telemetry;
  readonly clock: Clock;
}

const batchSize = 10;
const queues: Readonly<Record<string, QueueDefinition>> = orders.queues;

/** Joins broker, store and consumers as the deployed stacks do. */
export function createEmbeddedPipeline(parts: EmbeddedPipelineParts): EmbeddedPipeline {
  const relay = relayOf(parts);
  const lanes = Object.keys(parts.consumers)
    .filter(isConsumerName)
    .map((name) => laneOf(parts, name));
  return {
    async turn() {
      let worked = await relay();
      for (const lane of lanes) {
        worked = (await lane()) || worked;
      }
      return worked;
    },
  };
}

type Turn = () => Promise<boolean>;

function isConsumerName(name: string): name is ConsumerName {
  return name in orders.consumers;
}

/** The table's stream into the relay, as the event source mapping does it: a failed record is read again. */
function relayOf({ broker, items, telemetryOf }: EmbeddedPipelineParts): Turn {
  const relay = createOutboxRelay({ items, publisher: broker.publisher, telemetry: telemetryOf('relay') });
  let position = 0;
  return async () => {
    const changes = items.changesAfter(position, orders.relay.batchSize);
    const last = changes.at(-1);
    if (last === undefined) {
      return false;
    }
    const { failedFrom } = await relay.relay(changes);
    position = failedFrom === undefined ? Number(last.sequence) : Number(failedFrom) - 1;
    items.forgetChangesBefore(position + 1);
    return true;
  };
}

function laneOf(parts: EmbeddedPipelineParts, name: ConsumerName): Turn {
  const { broker, clock } = parts;
  const { source, timeoutSeconds } = orders.consumers[name];
  const consume = batchConsumerOf(parts, name);
  return async () => {
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
  const { broker, clock, consumers, telemetryOf } = parts;
  const { source } = orders.consumers[name];
  return createBatchConsumer({
    consumer: consumers[name],
    ordering: queues[source]?.fifo === true ? 'group' : 'none',
    parking: broker.parking(source),
    visibility: broker.visibility(source),
    telemetry: telemetryOf(name),
    clock,
  });
}
