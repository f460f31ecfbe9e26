import type { MemoryBrokers } from '../../lambdas/adapters/memory/brokers/memory-brokers.ts';
import type { ConsumerDefinition } from '../../lambdas/contracts/definition/consumer.ts';
import { brokerConsumption } from '../../lambdas/core/consume/broker-consumption.ts';
import { createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { fullJitter } from '../../lambdas/core/consume/full-jitter.ts';
import { createNoParking } from '../../lambdas/core/consume/no-parking.ts';
import { atOnce } from './at-once.ts';
import { type LaneParts, type Turn, batchSize } from './lane-parts.ts';

/** What a lane of a topic, stream or queue at a broker works with. */
export interface BrokerLaneParts extends LaneParts {
  readonly brokers: MemoryBrokers;
}

/** Lets a consumer of a source at a broker take one batch. */
export function brokerLane(parts: BrokerLaneParts, name: string, { timeoutSeconds }: ConsumerDefinition): Turn {
  const { brokers, clock, consumer, definition: pipeline, random, telemetry } = parts;
  const { group, parking = createNoParking(parts) } = brokers.reading(name);
  const intake = group.intake();
  const consume = createBatchConsumer({
    ...brokerConsumption({ pipeline, name }, { ...parts, backoff: atOnce }, consumer),
    ...{ ordering: 'group', parking, visibility: intake.visibility, retryDelay: fullJitter({ random }), telemetry },
  });
  return async () => {
    const records = intake.receive(batchSize);
    if (records.length === 0) {
      return false;
    }
    intake.settle(records, await consume(records, { deadline: clock.now() + timeoutSeconds * 1000 }));
    return true;
  };
}
