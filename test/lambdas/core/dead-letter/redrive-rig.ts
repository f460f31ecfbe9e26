import * as z from 'zod/mini';
import { createMemoryBroker, type MemoryBroker } from '../../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock, type VirtualClock } from '../../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { consumer } from '../../../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { type OnPoison, queue } from '../../../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../../../lambdas/contracts/definition/relay.ts';
import { event } from '../../../../lambdas/contracts/events/event-type.ts';
import { createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import { type Outcome, ok } from '../../../../lambdas/core/consume/outcome.ts';
import { type DeadLetterLines, createDeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import { keyOrderOf } from '../../../../lambdas/core/consume/key-order-of.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { arriving } from '../../../support/commands.ts';

/** A step of some key; in its first version the number was a text. */
export const Step = event('test.step', {
  version: 2,
  schema: z.object({ key: z.string(), step: z.number() }),
  key: ({ key }) => key,
  upcasters: { 1: (data) => ({ ...Object(data), step: Number((data as { step: string }).step) }) as unknown },
});

/** A queue of steps with its consumer, in memory and in virtual time. */
export interface RedriveRig {
  readonly broker: MemoryBroker;
  readonly lines: DeadLetterLines;
  readonly clock: VirtualClock;
  /** Steps that took effect, as `key/step`, in their order. */
  readonly handled: string[];
  /** What the consumer says to a step; `ok` unless a test sets it. */
  answer: (step: string) => Outcome;
  readonly send: (key: string, ...steps: readonly number[]) => Promise<void>;
  /** The consumer takes batches until nothing is left that it could do now. */
  readonly consume: () => Promise<void>;
}

/** Makes one; `fifo` and `onPoison` as the definition has them. */
export function redriveRig(options: { readonly fifo?: boolean; readonly onPoison?: OnPoison } = {}): RedriveRig {
  const { fifo = true } = options;
  const definition = pipeline('steps', {
    topics: {},
    queues: { work: queue({ fifo, accepts: [Step], deadLetter: deadLetter({ maxReceiveCount: 2 }), ...options }) },
    consumers: { worker: consumer({ entry: 'worker.ts', source: 'work', handles: [Step] }) },
    relay: relay({ entry: 'relay.ts' }),
  });
  const clock = createVirtualClock(0);
  const items = createMemoryItemStore();
  let ids = 0;
  const broker = createMemoryBroker({
    ...{ definition, clock, visibilitySecondsOf: () => 180 },
    ids: { next: () => `q${(ids += 1)}` },
  });
  const parts = { items, clock, backoff: { wait: () => Promise.resolve() }, queue: 'work' };
  const order = keyOrderOf(definition, parts);
  const rig: RedriveRig = {
    ...{ broker, clock, handled: [] as string[], lines: createDeadLetterLines(parts), answer: () => ok() },
    send: async (key, ...steps) => {
      await broker.publisher.publish(steps.map((step) => outgoingMessage(arriving(Step.of({ key, step })))));
    },
    consume: async () => {
      for (let records = broker.receive('work', 10); records.length > 0; records = broker.receive('work', 10)) {
        const { failed } = await consume(records, { deadline: clock.now() + 30_000 });
        for (const { receipt } of records.filter(({ id }) => !failed.includes(id))) {
          broker.delete('work', receipt);
        }
      }
    },
  };
  const consume = createBatchConsumer({
    consumer: {
      name: 'worker',
      handles: [Step],
      handle: ({ data }) => {
        const { key, step } = data as { key: string; step: number };
        const outcome = rig.answer(`${key}/${step}`);
        if (outcome.kind === 'ok') {
          rig.handled.push(`${key}/${step}`);
        }
        return Promise.resolve(outcome);
      },
    },
    ...{ ordering: 'group', clock, telemetry: silentTelemetry, retryDelay: () => 0 },
    ...{ parking: broker.parking('work'), visibility: broker.visibility('work') },
    ...(order && { order }),
  });
  return rig;
}
