import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOperations } from '../../console/dlq/create-operations.ts';
import { createMemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { keyOrderOf } from '../../lambdas/core/consume/key-order-of.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { poisonConformance } from './poison-conformance.ts';
import { poison } from './poison-definition.ts';

poisonConformance('memory', () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const ids = fixedIds();
  const items = createMemoryItemStore();
  const broker = createMemoryBroker({ definition: poison, clock, ids, visibilitySecondsOf: () => 60 });
  const backoff = { wait: () => Promise.resolve() };
  // The consumer has its turn while a redrive waits.
  const pass = async (milliseconds: number): Promise<void> => {
    clock.advance(milliseconds);
    await nextTurn();
  };
  return Promise.resolve({
    operations: createOperations({
      ...{ definition: poison, items, clock, ids, backoff, sleep: pass, payloads: undefined },
      sourcesOf: (queue) => [broker.deadLetters(queue)],
      senderOf: (queue) => broker.sender(queue),
      close: () => Promise.resolve(),
    }),
    reader: (queue, { consumer, retryDelay }) => {
      const order = keyOrderOf(poison, { items, clock, backoff, queue });
      const consume = createBatchConsumer({
        ...{ consumer, clock, retryDelay, ordering: 'group', telemetry: silentTelemetry, ...(order && { order }) },
        ...{ visibility: broker.visibility(queue), parking: broker.parking(queue) },
      });
      return Promise.resolve(async () => {
        const records = broker.receive(queue, 10);
        const { failed } = await consume(records, { deadline: clock.now() + 30_000 });
        for (const { id, receipt } of records) {
          if (!failed.includes(id)) {
            broker.delete(queue, receipt);
          }
        }
        await nextTurn();
        return records.length;
      });
    },
    pass: () => pass(1000),
    close: () => Promise.resolve(),
  });
});
