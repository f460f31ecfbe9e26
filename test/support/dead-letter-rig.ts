import { createOperations } from '../../console/dlq/create-operations.ts';
import type { Operations } from '../../console/dlq/operations.ts';
import { createMemoryBroker, type MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createVirtualClock, type VirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { type BatchConsumer, createBatchConsumer } from '../../lambdas/core/consume/batch-consumer.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { keyOrderOf } from '../../lambdas/core/consume/key-order-of.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { createOutboxSweeper } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import { pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import type { DeadLetterQueue } from '../../lambdas/core/ports/dead-letter-queue.ts';
import type { OutgoingMessage } from '../../lambdas/core/ports/publisher.ts';
import { createPlaceOrder } from '../../lambdas/place-order/place-order.ts';
import type { CommandAnswer, CommandOptions } from './command-on.ts';
import { dlqOn } from './dlq-on.ts';
import { fixedIds } from './fixed-ids.ts';
import { memoryPayloads } from './memory-payloads.ts';
import { placedOrder } from './placed-order.ts';

/** The queues of the reference application in memory, with consumers that handle whatever they can read. */
export interface DeadLetterRig {
  readonly operations: Operations;
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly items: MemoryItemStore;
  readonly payloads: ReturnType<typeof memoryPayloads>;
  /** A message of the reference application; `differences` replace fields of its envelope. */
  message(draft: Draft, differences?: Partial<Envelope>): Envelope;
  /** Sends messages to a queue and lets its consumer take them. */
  deliver(queue: string, ...messages: readonly Envelope[]): Promise<void>;
  /** Messages that their queue moves to its dead-letter queue by itself, after as many deliveries as it allows. */
  moveAway(queue: string, ...messages: readonly Envelope[]): Promise<void>;
  /** Every consumer takes what its queue has. */
  turn(): Promise<void>;
  /** While they are off, consumers take nothing. */
  consumers(on: boolean): void;
  /** Ids of the handled messages, in order. */
  handled(queue: string): readonly string[];
  /** An order is committed, and its message stays unpublished; a pointer to it lies among the relay's failures. */
  failRelay(orderId: string): Promise<void>;
  /** Whether the sweeper can publish. */
  publishing(on: boolean): void;
  dlq(command: string, options?: CommandOptions): Promise<CommandAnswer>;
}

const backoff = { wait: () => Promise.resolve() };

/** Opens the rig, at nine in the morning of a day. */
export function deadLetterRig(): DeadLetterRig {
  const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));
  const items = createMemoryItemStore();
  const broker = createMemoryBroker({
    ...{ definition: coreOrders, clock, ids: fixedIds('letter-'), visibilitySecondsOf: () => 180 },
  });
  const payloads = memoryPayloads();
  const state = { consuming: true, publishing: true };
  const handled = new Map<string, string[]>();
  const pointers: string[] = [];
  const writer = createMessageWriter({ ids: fixedIds('message-'), clock, source: '/orders/shop' });
  const turn = async (): Promise<void> => {
    for (const [name, take] of lanes) {
      await (state.consuming ? take() : Promise.resolve(name));
    }
  };
  const lanes = Object.keys(coreOrders.queues).map(
    (name) => [name, laneOf({ broker, items, clock, payloads, handled }, name)] as const,
  );
  const sweeper = createOutboxSweeper({
    ...{ items, index: items.index(pendingIndex), telemetry: silentTelemetry, clock, ids: fixedIds('sweep-') },
    ...{ graceSeconds: 0, leaseSeconds: 60 },
    publisher: {
      publish: (messages) =>
        state.publishing
          ? broker.publisher.publish(messages)
          : Promise.resolve({ failed: messages.map(({ id }) => ({ id, reason: 'the topic does not answer' })) }),
    },
  });
  const operations = createOperations({
    ...{ definition: coreOrders, items, clock, backoff, ids: fixedIds('new-'), payloads },
    // Consumers go on while a command waits.
    sleep: async (milliseconds) => {
      clock.advance(milliseconds);
      await turn();
    },
    sourcesOf: (queue) => [broker.deadLetters(queue)],
    senderOf: (queue) => broker.sender(queue),
    relay: {
      failures: pointerQueue(pointers),
      sweep: () => sweeper.sweep({ deadline: Number.MAX_SAFE_INTEGER }),
    },
    close: () => Promise.resolve(),
  });
  const send = async (queue: string, messages: readonly Envelope[]): Promise<void> => {
    await broker.sender(queue).publish(messages.map(sendable));
  };
  return {
    ...{ operations, clock, broker, items, payloads, turn },
    message: (draft, differences) => ({ ...writer.write(draft, undefined), ...differences }),
    deliver: async (queue, ...messages) => {
      await send(queue, messages);
      await turn();
    },
    moveAway: async (queue, ...messages) => {
      await send(queue, messages);
      // Each receive shows it again at once, until the queue has had enough of it.
      for (let records = broker.receive(queue, 10); records.length > 0; records = broker.receive(queue, 10)) {
        for (const { receipt } of records) {
          broker.changeVisibility(queue, receipt, 0);
        }
      }
    },
    consumers: (on) => {
      state.consuming = on;
    },
    handled: (queue) => handled.get(queue) ?? [],
    failRelay: async (orderId) => {
      const events = createEventStore({ items, writer, publishes: [OrderPlaced] });
      const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
      const command = writer.write(PlaceOrder.of(placedOrder({ orderId })), undefined);
      await createPlaceOrder({ events, backoff }).handle(command, context);
      pointers.push(pointer);
    },
    publishing: (on) => {
      state.publishing = on;
    },
    dlq: (command, options) => dlqOn(operations, command, options),
  };
}

interface LaneParts {
  readonly broker: MemoryBroker;
  readonly items: MemoryItemStore;
  readonly clock: VirtualClock;
  readonly payloads: ReturnType<typeof memoryPayloads>;
  readonly handled: Map<string, string[]>;
}

function laneOf({ broker, items, clock, payloads, handled }: LaneParts, queue: string): () => Promise<unknown> {
  const order = keyOrderOf(coreOrders, { items, clock, backoff, queue });
  const reader = Object.values(coreOrders.consumers).find(({ source }) => source === queue);
  const consume: BatchConsumer = createBatchConsumer({
    ...{ clock, ordering: 'group', telemetry: silentTelemetry, payloads, ...(order && { order }) },
    ...{ visibility: broker.visibility(queue), parking: broker.parking(queue) },
    consumer: {
      name: queue,
      handles: reader?.handles ?? [],
      handle: ({ id }) => {
        handled.set(queue, [...(handled.get(queue) ?? []), id]);
        return Promise.resolve(ok());
      },
    },
  });
  return async () => {
    for (let records = broker.receive(queue, 10); records.length > 0; records = broker.receive(queue, 10)) {
      const { failed } = await consume(records, { deadline: clock.now() + 30_000 });
      for (const { receipt } of records.filter((record) => !failed.includes(record.id))) {
        broker.delete(queue, receipt);
      }
    }
  };
}

function sendable(envelope: Envelope): OutgoingMessage {
  const { id, type, subject } = envelope;
  return { id, type, key: subject, body: JSON.stringify(envelope) };
}

/** What Lambda tells about one record of a stream that was given up. */
const pointer = JSON.stringify({
  requestContext: {
    requestId: 'r1',
    functionArn: 'arn',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 6,
  },
  version: '1.0',
  DDBStreamBatchInfo: { shardId: 'shardId-0001', startSequenceNumber: '1', endSequenceNumber: '1', batchSize: 1 },
});

function pointerQueue(bodies: string[]): DeadLetterQueue {
  let count = 0;
  return {
    receive: () => {
      const found = bodies.map((body) => {
        count += 1;
        const id = `pointer-${count}`;
        return { id, body, receipt: id, group: undefined, reason: undefined, receiveCount: 0 };
      });
      bodies.length = 0;
      return Promise.resolve(found);
    },
    delete: () => Promise.resolve(),
  };
}
