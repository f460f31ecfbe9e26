import { createSagas } from '../../console/saga/create-sagas.ts';
import { declaredSagas } from '../../console/saga/declared-sagas.ts';
import type { Sagas } from '../../console/saga/sagas.ts';
import { createVirtualClock } from '../../lambdas/adapters/memory/clock/virtual-clock.ts';
import { createMemoryItemScan } from '../../lambdas/adapters/memory/item-store/memory-item-scan.ts';
import { createMemoryItemStore } from '../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { silentTelemetry } from '../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { StockReserved } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { PaymentCharged, PaymentRefused } from '../../lambdas/contracts/orders/payment-messages.ts';
import { orders } from '../../lambdas/contracts/orders/pipeline.ts';
import { OrderShipped } from '../../lambdas/contracts/orders/shipping-messages.ts';
import { sagaMessages } from '../../lambdas/contracts/sagas/saga-messages.ts';
import { createMessageWriter } from '../../lambdas/core/outbox/message-writer.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { createFulfilOrder } from '../../lambdas/fulfil-order/fulfil-order.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { placedOrder } from '../support/placed-order.ts';

/** The messages that nobody but the saga itself is sent. */
const { timerDue } = sagaMessages('fulfil-order');

/**
 * The sagas of a morning on which things go wrong: an order whose payment nobody answers, one whose stock is not given
 * back, and one that went well.
 */
export async function sagaMorning(): Promise<Sagas> {
  const clock = createVirtualClock(Date.UTC(2026, 10, 25, 9));
  const items = createMemoryItemStore();
  const index = items.index(dueIndex);
  const sagas = createSagas({
    ...{ definition: orders, declared: declaredSagas, items, index, clock, ids: fixedIds('new-') },
    ...{ scan: createMemoryItemScan(items), close: () => Promise.resolve() },
  });
  const writer = createMessageWriter({ ids: fixedIds('message-'), clock, source: '/orders/test' });
  const consumer = createFulfilOrder({ items, writer, clock, telemetry: silentTelemetry });
  const tell = async (orderId: string, draft: Draft): Promise<void> => {
    const view = await sagas.all[0]?.operations.look(orderId);
    const id = view?.state.pending[0]?.commandIds.at(-1);
    const cause = id === undefined ? undefined : { id, correlationid: 'shop' };
    await consumer.handle(writer.write(draft, cause), { deadline: Number.MAX_SAFE_INTEGER, receiveCount: 1 });
  };
  const place = async (orderId: string): Promise<void> => {
    await tell(orderId, OrderPlaced.of(placedOrder({ orderId, customerId: 'c-7', total: 1250 })));
    await tell(orderId, StockReserved.of({ orderId }));
  };
  const timeOut = async (orderId: string): Promise<void> => {
    const [pending] = (await sagas.all[0]?.operations.look(orderId))?.state.pending ?? [];
    clock.advance(Math.max((pending?.dueAt ?? 0) - clock.now(), 0));
    await tell(orderId, timerDue.of({ key: orderId, step: 'reserve', generation: pending?.generation ?? 0 }));
  };

  await place('o-1003');
  await tell('o-1003', PaymentCharged.of({ orderId: 'o-1003', amount: 1250 }));
  await tell('o-1003', OrderShipped.of({ orderId: 'o-1003', parcel: 'P-1003' }));
  await place('o-1002');
  await tell('o-1002', PaymentRefused.of({ orderId: 'o-1002', reason: 'card expired' }));
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await timeOut('o-1002');
  }
  await place('o-1001');
  clock.advance(600_000);
  return sagas;
}
