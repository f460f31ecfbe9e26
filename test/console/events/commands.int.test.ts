import { describe, expect, it } from '@jest/globals';
import { createEventsOperations } from '../../../console/events/create-events-operations.ts';
import { runEvents } from '../../../console/events/run-events.ts';
import { createDynamoItemScan } from '../../../lambdas/adapters/dynamodb/dynamo-item-scan.ts';
import { createJitteredBackoff } from '../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { OrderConfirmed, OrderPlaced } from '../../../lambdas/contracts/orders/order-messages.ts';
import { createEventStore } from '../../../lambdas/core/event-store/event-store.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { createProjector } from '../../../lambdas/core/projection/projector.ts';
import { createViews } from '../../../lambdas/core/projection/views.ts';
import { order } from '../../../lambdas/place-order/order.ts';
import { ordersProjections as projections } from '../../../lambdas/projections/orders/orders-projections.ts';
import { type CommandAnswer, commandOn } from '../../support/command-on.ts';
import { openEventTable } from '../../support/open-event-table.ts';
import { placedOrder } from '../../support/placed-order.ts';

const table = openEventTable('events');
const index = openEventTable('events-index');
const jitter = { sleep, random: Math.random };

const operations = createEventsOperations({
  ...{ categories: ['order'], projections, types: [], payloads: undefined, clock, ids, sleep },
  ...{ items: table.items, indexItems: index.items, backoff: createJitteredBackoff(jitter) },
  scan: createDynamoItemScan({ client: table.client, tableName: table.tableName, ...jitter }),
  close: () => Promise.resolve(),
});

const events = (command: string): Promise<CommandAnswer> => commandOn({ runRoom: runEvents, operations }, command);

async function sell(orderId: string): Promise<void> {
  const writer = createMessageWriter({ ids, clock, source: '/orders/test' });
  const store = createEventStore({ items: table.items, writer, publishes: [] });
  const after = await store.load(order, `order-${orderId}`);
  const drafts = [
    OrderPlaced.of(placedOrder({ orderId })),
    OrderConfirmed.of({ orderId, customerId: 'c1', parcel: `parcel-${orderId}`, total: 1000 }),
  ];
  await store.append(order, { after, events: drafts, cause: undefined });
}

describe('the commands on events, on a real table', () => {
  it('find what is not indexed, index it, follow it, and build a projection anew', async () => {
    await sell('o1');
    await sell('o2');

    const missing = await events('check');
    const repaired = await events('check --repair');
    await createProjector({ items: index.items, projections, clock, ids, telemetry: silentTelemetry }).run({
      deadline: clock.now() + 60_000,
    });
    const behind = await events('lag');
    const shown = await events('show order-o1');
    const followed = await events('tail --once');
    const replayed = await events('replay sales-by-day');

    expect([missing, repaired, behind, shown, followed, replayed].map(({ code }) => code)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(missing.output).toContain('2 streams looked at: 4 events of 2 streams missing');
    expect(behind.output).toMatch(/^sales-by-day +1 +1 +4 +0 +- +no$/m);
    expect(shown.output).toContain('order-o1: 2 events');
    expect(followed.output.trim().split('\n')).toHaveLength(4);
    expect(replayed.output).toContain('readers see generation 2, made of 4 events');
    const [day] = await createViews({ items: index.items }).list('sales-by-day');
    expect(day?.fields).toEqual({ orders: 2, sold: 2000 });
  }, 60_000);
});
