import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemStore } from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { OrderConfirmed, OrderPlaced } from '../../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createViews } from '../../../lambdas/core/projection/views.ts';
import { order } from '../../../lambdas/place-order/order.ts';
import { embeddedIndexing } from '../../../localstack/embedded/embedded-indexing.ts';
import { embeddedStream } from '../../../localstack/embedded/embedded-stream.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { placedOrder } from '../../support/placed-order.ts';

const mostTurns = 1000;

describe('indexing and projecting in one process', () => {
  it('goes on until nothing is left, and says so', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 0, 1));
    const [items, index] = [createMemoryItemStore(), createMemoryItemStore()];
    const telemetryOf = () => silentTelemetry;
    const stream = embeddedStream(items);
    const tasks = embeddedIndexing({ items, stream, index, clock, payloads: undefined, telemetryOf });
    const writer = createMessageWriter({ ids: fixedIds(), clock, source: '/orders/test' });
    const store = createEventStore({ items, writer, publishes: [] });
    const after = await store.load(order, 'order-o1');
    const confirmed = OrderConfirmed.of({ orderId: 'o1', customerId: 'c1', parcel: 'P1', total: 1000 });
    await store.append(order, { after, events: [OrderPlaced.of(placedOrder()), confirmed], cause: undefined });
    const waits = async (): Promise<boolean> => {
      const moments = await Promise.all(tasks.map((task) => task.wakesAt()));
      return moments.some((moment) => moment !== undefined);
    };

    expect(await waits()).toBe(true);
    let turns = 0;
    for (let worked = true; (worked || (await waits())) && turns < mostTurns; turns += 1) {
      worked = (await Promise.all(tasks.map((task) => task.turn()))).some((one) => one);
    }

    expect(turns).toBeLessThan(mostTurns);
    const rows = await createViews({ items: index }).list('sales-by-day');
    expect(rows).toEqual([{ row: '2026-01-01', fields: { orders: 1, sold: 1000 } }]);
  });
});
