import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { StockReserved } from '../../../../lambdas/contracts/orders/inventory-messages.ts';
import { OrderPlaced } from '../../../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { ok } from '../../../../lambdas/core/consume/outcome.ts';
import { createMessageWriter } from '../../../../lambdas/core/outbox/message-writer.ts';
import { outboxEntries } from '../../../../lambdas/core/outbox/outbox-entries.ts';
import { createSpill } from '../../../../lambdas/core/payload/spill.ts';
import { createSagaConsumer } from '../../../../lambdas/core/saga/saga-consumer.ts';
import { sagaKey } from '../../../../lambdas/core/saga/stored-saga.ts';
import { fulfilment } from '../../../../lambdas/fulfil-order/fulfilment.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { fixedIds } from '../../../support/fixed-ids.ts';
import { memoryPayloads } from '../../../support/memory-payloads.ts';
import { placedOrder } from '../../../support/placed-order.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';

const key = sagaKey('fulfilment', 'o1');
const context = { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 };
const lines = Array.from({ length: 9000 }, (_, index) => ({ sku: `sku-${index}`, quantity: 1, amount: 10 }));
const placed = arriving(OrderPlaced.of(placedOrder({ lines, total: 90_000 })));

let items: ReturnType<typeof createMemoryItemStore>;
let payloads: ReturnType<typeof memoryPayloads>;
let consumer: Consumer;

beforeEach(() => {
  items = createMemoryItemStore();
  payloads = memoryPayloads();
  const clock = fixedClock();
  consumer = createSagaConsumer({
    ...{ name: 'fulfilOrder', definitions: [fulfilment], store: 'fulfilment', items, clock, payloads },
    ...{
      telemetry: recordingTelemetry(),
      spill: createSpill({ payloads, spillBytes: 64 * 1024, fitsHome: () => true }),
    },
    writer: createMessageWriter({ ids: fixedIds('c'), clock, source: '/test' }),
  });
});

describe('a saga whose input is longer than an item takes', () => {
  it('failure mode 15: starts, goes on with its input, and sends a command without its data', async () => {
    const started = await consumer.handle(placed, context);
    const [command] = outboxEntries(await items.get(key));
    const reply = { ...arriving(StockReserved.of({ orderId: 'o1' })), causationid: command?.message.id ?? '' };
    const answered = await consumer.handle(reply, context);

    expect([started, answered]).toEqual([ok(), ok()]);
    expect([...payloads.kept.values()].map(({ id, life }) => [id, life])).toEqual([
      [placed.id, 'stream'],
      ['c1', 'message'],
    ]);
    const item = await items.get(key);
    expect(item?.attributes).toMatchObject({ inputRef: `memory:stream/${placed.id}`, status: 'running' });
    const charge = outboxEntries(item).find(({ message }) => message.type === 'payment.charge');
    expect(charge?.message.body).toContain('"amount":90000');
  });

  it('puts nothing else aside when its start is delivered again', async () => {
    await consumer.handle(placed, context);
    const references = [...payloads.kept.keys()].filter((reference) => reference.startsWith('memory:stream'));
    await consumer.handle(placed, context);

    expect([...payloads.kept.keys()].filter((reference) => reference.startsWith('memory:stream'))).toEqual(references);
  });

  it('fails, and does not lose its place, when its input is gone', async () => {
    await consumer.handle(placed, context);
    const [command] = outboxEntries(await items.get(key));
    payloads.kept.clear();
    const reply = { ...arriving(StockReserved.of({ orderId: 'o1' })), causationid: command?.message.id ?? '' };

    await expect(consumer.handle(reply, context)).rejects.toMatchObject({ code: 'payload-missing' });

    expect((await items.get(key))?.attributes['version']).toBe(1);
  });
});
