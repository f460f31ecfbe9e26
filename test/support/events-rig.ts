import { createEventsOperations } from '../../console/events/create-events-operations.ts';
import type { EventsOperations } from '../../console/events/events-operations.ts';
import { runEvents } from '../../console/events/run-events.ts';
import { createVirtualClock, type VirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import {
  createMemoryItemStore,
  type MemoryItemStore,
} from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createMemoryItemScan } from '../../lambdas/adapters/memory/item-store/memory-item-scan.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { coreOrders } from '../../lambdas/contracts/orders/core-orders.ts';
import { createEventIndexer, type EventIndexer } from '../../lambdas/core/event-index/event-indexer.ts';
import { createEventStore } from '../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import type { AnyProjection } from '../../lambdas/core/projection/generation.ts';
import { createProjector } from '../../lambdas/core/projection/projector.ts';
import { order } from '../../lambdas/place-order/order.ts';
import { ordersProjections } from '../../lambdas/projections/orders/orders-projections.ts';
import { type CommandAnswer, type CommandOptions, commandOn } from './command-on.ts';
import { fixedIds } from './fixed-ids.ts';

/** The event table of the reference application with its index, in memory. */
export interface EventsRig {
  readonly operations: EventsOperations;
  readonly clock: VirtualClock;
  readonly items: MemoryItemStore;
  readonly index: MemoryItemStore;
  readonly indexer: EventIndexer;
  /** Appends events of an order to its stream, one minute after what was before. */
  append(orderId: string, ...events: readonly Draft[]): Promise<void>;
  /** Indexes what was appended since. */
  indexAll(): Promise<void>;
  /** Runs the projections as far as there is anything. */
  project(): Promise<void>;
  events(command: string, options?: CommandOptions): Promise<CommandAnswer>;
  /** Called whenever a command sleeps. */
  onSleep: () => Promise<void>;
}

/** Opens the rig, at nine in the morning of a day. */
export function eventsRig(projections: readonly AnyProjection[] = ordersProjections): EventsRig {
  const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));
  const items = createMemoryItemStore();
  const index = createMemoryItemStore();
  const backoff = { wait: () => Promise.resolve() };
  const writer = createMessageWriter({ ids: fixedIds('event-'), clock, source: '/orders/shop' });
  const store = createEventStore({ items, writer, publishes: [] });
  const indexer = createEventIndexer({
    ...{ items: index, source: items, categories: coreOrders.eventIndex?.categories ?? [] },
    ...{ clock, backoff, telemetry: silentTelemetry },
  });
  const scan = createMemoryItemScan(items);
  let place = 0;
  const operations = createEventsOperations({
    ...{ categories: coreOrders.eventIndex?.categories ?? [], projections, types: [OrderPlaced] },
    ...{ items, indexItems: index, scan, clock, backoff, payloads: undefined, ids: fixedIds('lease-') },
    sleep: async (milliseconds) => {
      clock.advance(milliseconds);
      await rig.onSleep();
    },
    close: () => Promise.resolve(),
  });
  const projector = createProjector({
    ...{ items: index, projections, clock, ids: fixedIds('run-'), telemetry: silentTelemetry },
  });
  const rig: EventsRig = {
    ...{ operations, clock, items, index, indexer },
    append: async (orderId, ...events) => {
      clock.advance(60_000);
      const after = await store.load(order, `order-${orderId}`);
      await store.append(order, { after, events, cause: undefined });
    },
    indexAll: async () => {
      const changes = items.changesAfter(place, Number.MAX_SAFE_INTEGER);
      place += changes.length;
      await indexer.index(changes);
    },
    project: async () => {
      await projector.run({ deadline: Number.MAX_SAFE_INTEGER });
    },
    events: (command, options) => commandOn({ runRoom: runEvents, operations }, command, options),
    onSleep: () => Promise.resolve(),
  };
  return rig;
}
