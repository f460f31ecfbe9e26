import type { MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import type { GuardedSources } from '../../lambdas/adapters/memory/source-control/guarded-sources.ts';
import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { type BatchConsumer, createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { fullJitter } from '../../lambdas/core/consume/full-jitter.ts';
import { keyOrderOf } from '../../lambdas/core/consume/key-order-of.ts';
import { atOnce } from './at-once.ts';
import { type LaneParts, type Turn, batchSize } from './lane-parts.ts';

/** What a lane of a queue works with. */
export interface QueueLaneParts extends LaneParts {
  readonly broker: MemoryBroker;
  readonly sources: GuardedSources;
}

/** Lets a consumer of a queue take one batch, unless its breaker is open. */
export function queueLane(parts: QueueLaneParts, name: string, reader: ConsumerDefinition): Turn {
  const { broker, clock, sources } = parts;
  const { source, timeoutSeconds } = reader;
  const consume = batchConsumerOf(parts, name, reader);
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

function batchConsumerOf(parts: QueueLaneParts, name: string, { source }: ConsumerDefinition): BatchConsumer {
  const { broker, clock, consumer, definition, items, payloads, random, sources } = parts;
  const order = keyOrderOf(definition, { items, clock, backoff: atOnce, queue: source });
  const [visibility, telemetry] = [broker.visibility(source), parts.telemetry];
  const consume = createBatchConsumer({
    ...{ consumer, ordering: 'group', retryDelay: fullJitter({ random }) },
    ...(order && { order }),
    ...{ parking: broker.parking(source), visibility, telemetry, clock, payloads },
  });
  return sources.around({ consumer: name, queue: source, visibility, telemetry })(consume);
}
