import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { Draft, EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { Outcome } from '../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { type OutboxEntry, outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { SagaState } from '../../lambdas/core/saga/saga-state.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import { commandAwaiting } from '../../lambdas/testing/story-message.ts';
import { BicycleOrdered } from '../docs/bicycle/bicycle-messages.ts';
import { makeBicycle } from '../docs/bicycle/bicycle-saga.ts';
import { arriving } from './commands.ts';
import { type ItemCounts, countingItems } from './counting-items.ts';
import { fixedClock } from './fixed-clock.ts';
import { fixedIds } from './fixed-ids.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

/** What a rig can be given. */
export interface BicycleRigOptions {
  /** @default the saga of bicycles */
  readonly definitions?: readonly SagaDefinition[];
  readonly publishes?: readonly EventType[];
}

/** A consumer of bicycle sagas on a store in memory. */
export interface BicycleRig {
  readonly memory: ReturnType<typeof createMemoryItemStore>;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly telemetry: ReturnType<typeof recordingTelemetry>;
  readonly counts: ItemCounts;
  /** The same store with other definitions. */
  with(options: BicycleRigOptions): BicycleRig;
  handle(message: Envelope): Promise<Outcome>;
  start(price?: number): Promise<Outcome>;
  /** A reply to what awaits it, as a message. */
  reply(draft: Draft): Promise<Envelope>;
  answer(draft: Draft): Promise<Outcome>;
  item(): Promise<Item>;
  state(): Promise<SagaState>;
  sent(): Promise<readonly OutboxEntry[]>;
}

/** Makes the rig. */
export function bicycleRig(options: BicycleRigOptions = {}, memory = createMemoryItemStore()): BicycleRig {
  const { definitions = [makeBicycle], publishes = [] } = options;
  const { items, counts } = countingItems(memory);
  const clock = fixedClock();
  const telemetry = recordingTelemetry();
  const writer = createMessageWriter({ ids: fixedIds('sent-'), clock, source: '/test' });
  const consumer = createSagaConsumer({
    ...{ name: 'makeBicycle', definitions, store: 'bicycle', items, writer, clock, telemetry, publishes },
  });
  const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
  const rig: BicycleRig = {
    ...{ memory, clock, telemetry, counts },
    with: (other) => bicycleRig(other, memory),
    handle: (message) => consumer.handle(message, context),
    start: (price = 900) => rig.handle(arriving(BicycleOrdered.of({ bicycle: 'b1', price }))),
    async reply(draft) {
      const causationid = commandAwaiting(definitions[0] ?? makeBicycle, await rig.state(), draft.type.name);
      return { ...arriving(draft), ...(causationid !== undefined && { causationid }) };
    },
    answer: async (draft) => rig.handle(await rig.reply(draft)),
    async item() {
      const item = await memory.get(sagaKey('bicycle', 'b1'));
      if (item === undefined) {
        throw new TypeError('the saga must have been begun');
      }
      return item;
    },
    async state() {
      const { state } = (await rig.item()).attributes;
      return SagaState.parse(JSON.parse(typeof state === 'string' ? state : '{}'));
    },
    sent: async () => outboxEntries(await rig.item()),
  };
  return rig;
}
