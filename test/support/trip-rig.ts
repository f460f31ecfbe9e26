import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { Outcome } from '../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { type SagaOperations, createSagaOperations } from '../../lambdas/core/saga/operations/saga-operations.ts';
import type { SagaDefinition } from '../../lambdas/core/saga/saga-definition.ts';
import { createSagaConsumer } from '../../lambdas/core/saga/saga-consumer.ts';
import type { SagaState } from '../../lambdas/core/saga/saga-state.ts';
import { sagaKey, storedSaga } from '../../lambdas/core/saga/stored-saga.ts';
import type { VirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { fixedIds } from './fixed-ids.ts';
import { FlightBooked, HotelBooked, TripAsked, trip } from './trip-saga.ts';

/** Sagas of trips in some store, what leads them and what operates on them. */
export interface TripRig {
  readonly operations: SagaOperations;
  readonly consumer: Consumer;
  /** Begins the trip of a key. */
  start(key: string): Promise<Outcome>;
  /** The reply to what the trip awaits. */
  reply(key: string, draft: Draft): Promise<Outcome>;
  /** Begins it and books its flight and hotel, so that it awaits the payment. */
  booked(key: string): Promise<void>;
  state(key: string): Promise<SagaState>;
  /** Types of everything that was ever sent for it and still lies in its outbox, oldest first. */
  sent(key: string): Promise<readonly string[]>;
}

/** First word of the partitions of trips. */
export const tripStore = 'trip';

/** What a rig can be given. */
export interface TripRigOptions {
  /** @default the trip */
  readonly definitions?: readonly SagaDefinition[];
  /** The store as the operations see it. @default as everyone does */
  readonly operated?: ItemStore;
  /** What the ids of orders begin with. @default `order-` */
  readonly orders?: string;
}

/** Makes the rig. */
export function tripRig(
  items: ItemStore,
  clock: Pick<VirtualClock, 'now'>,
  { definitions = [trip], operated = items, orders = 'order-' }: TripRigOptions = {},
): TripRig {
  const writer = createMessageWriter({ ids: fixedIds('message-'), clock, source: '/trips/bookTrip' });
  const incoming = createMessageWriter({ ids: fixedIds('incoming-'), clock, source: '/trips/shop' });
  const consumer = createSagaConsumer({
    ...{ name: 'bookTrip', definitions, store: tripStore, items, writer, clock, telemetry: silentTelemetry },
  });
  const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
  const state = async (key: string): Promise<SagaState> => {
    const item = await items.get(sagaKey(tripStore, key));
    if (item === undefined) {
      throw new TypeError(`a trip ${key} must have been begun`);
    }
    return (await storedSaga(definitions, item, undefined)).state;
  };
  const reply = async (key: string, draft: Draft): Promise<Outcome> => {
    const [pending] = (await state(key)).pending;
    const cause = { id: pending?.commandIds.at(-1) ?? 'nothing', correlationid: 'incoming-1' };
    return consumer.handle(incoming.write(draft, cause), context);
  };
  const start = (key: string): Promise<Outcome> =>
    consumer.handle(incoming.write(TripAsked.of({ trip: key, traveller: 'Ann', cents: 5 }), undefined), context);
  return {
    ...{ consumer, state, reply, start },
    operations: createSagaOperations({
      ...{ definitions, store: tripStore, items: operated, writer, clock, ids: fixedIds(orders) },
    }),
    booked: async (key) => {
      await start(key);
      await reply(key, FlightBooked.of({ trip: key, seat: '12A' }));
      await reply(key, HotelBooked.of({ trip: key, room: 7 }));
    },
    sent: async (key) => {
      const item = await items.get(sagaKey(tripStore, key));
      return outboxEntries(item).map(({ message }) => message.type);
    },
  };
}
