import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import type { Envelope } from '../../../../lambdas/contracts/events/envelope.ts';
import { StockReserved } from '../../../../lambdas/contracts/orders/inventory-messages.ts';
import { OrderPlaced } from '../../../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { duplicate, ok } from '../../../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSagaConsumer } from '../../../../lambdas/core/saga/saga-consumer.ts';
import { historyIn } from '../../../../lambdas/core/saga/saga-history.ts';
import { sagaKey } from '../../../../lambdas/core/saga/stored-saga.ts';
import { fulfilment } from '../../../../lambdas/fulfil-order/fulfilment.ts';
import { arriving } from '../../../support/commands.ts';
import { type ItemCounts, countingItems } from '../../../support/counting-items.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { placedOrder } from '../../../support/placed-order.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const key = sagaKey('fulfilment', 'o1');
const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const placed = arriving(OrderPlaced.of(placedOrder()));

let memory: ReturnType<typeof createMemoryItemStore>;
let counts: ItemCounts;
let telemetry: ReturnType<typeof recordingTelemetry>;

function consumerOf(definition = fulfilment): Consumer {
  const counting = countingItems(memory);
  counts = counting.counts;
  telemetry = recordingTelemetry();
  const clock = fixedClock();
  const writer = createMessageWriter({ ids: fixedIds('c'), clock, source: '/test' });
  return createSagaConsumer({
    name: 'fulfilOrder',
    definitions: [definition],
    store: 'fulfilment',
    items: counting.items,
    writer,
    clock,
    telemetry,
  });
}

const replyTo = (causationid: string): Envelope => ({ ...arriving(StockReserved.of({ orderId: 'o1' })), causationid });

beforeEach(() => {
  memory = createMemoryItemStore();
});

describe('starting', () => {
  it('commits the state and the first command in one write', async () => {
    const outcome = await consumerOf().handle(placed, context);

    expect(outcome).toEqual(ok());
    expect(counts).toEqual({ get: 0, write: 1, transact: 0, query: 0 });
    const [entry] = outboxEntries(await memory.get(key));
    expect(entry?.message).toMatchObject({ id: 'c1', type: 'stock.reserve', key: 'o1' });
  });

  it('failure mode 52: drops a second start of the same key', async () => {
    const consumer = consumerOf();
    await consumer.handle(placed, context);

    const outcome = await consumer.handle(arriving(OrderPlaced.of(placedOrder({ total: 5 }))), context);

    expect(outcome).toEqual(duplicate());
    expect(outboxEntries(await memory.get(key))).toHaveLength(1);
  });
});

describe('a reply', () => {
  it('failure mode 38: costs one read and one write, which hold state, history and next command', async () => {
    const consumer = consumerOf();
    await consumer.handle(placed, context);
    counts.write = 0;

    const outcome = await consumer.handle(replyTo('c1'), context);

    expect(outcome).toEqual(ok());
    expect(counts).toEqual({ get: 1, write: 1, transact: 0, query: 0 });
    const item = await memory.get(key);
    expect(outboxEntries(item).map(({ message }) => message.type)).toEqual(['stock.reserve', 'payment.charge']);
    expect(item && historyIn(item).map(({ message }) => message)).toEqual(['order.placed', 'stock.reserved']);
  });

  it('failure mode 39: changes nothing and leaves a trace when it is late or comes twice', async () => {
    const consumer = consumerOf();
    await consumer.handle(placed, context);
    await consumer.handle(replyTo('c1'), context);
    const before = await memory.get(key);

    const outcome = await consumer.handle(replyTo('c1'), context);

    expect(outcome).toEqual(duplicate());
    expect(await memory.get(key)).toBe(before);
    expect(telemetry.counts.get('RepliesIgnored')).toBe(1);
  });

  it('failure mode 39: changes nothing when no saga has its key', async () => {
    const outcome = await consumerOf().handle(replyTo('c1'), context);

    expect(outcome).toEqual(duplicate());
    expect(telemetry.lines).toEqual(['reply ignored']);
  });

  it('failure mode 41: of two replies at once one wins and the other is delivered again', async () => {
    const consumer = consumerOf();
    await consumer.handle(placed, context);

    const outcomes = await Promise.all([
      consumer.handle(replyTo('c1'), context),
      consumer.handle(replyTo('c1'), context),
    ]);

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['ok', 'retry']);
  });

  it('failure mode 49: rejects a saga that another definition version began', async () => {
    await consumerOf().handle(placed, context);

    const newer = consumerOf({ ...fulfilment, version: 2 });

    await expect(newer.handle(replyTo('c1'), context)).rejects.toMatchObject({ code: 'saga-definition-unknown' });
  });
});
