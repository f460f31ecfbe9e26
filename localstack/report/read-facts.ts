import { knownTypes } from '../../lambdas/contracts/events/decode-envelope.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { evolveAll } from '../../lambdas/core/event-store/evolve-all.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { sagaKey } from '../../lambdas/core/saga/stored-saga.ts';
import { SagaState } from '../../lambdas/core/saga/saga-state.ts';
import { historyIn, historyPrefix } from '../../lambdas/core/saga/saga-history.ts';
import { sagaMessages } from '../../lambdas/contracts/sagas/saga-messages.ts';
import { fulfilment } from '../../lambdas/fulfil-order/fulfilment.ts';
import { reservation } from '../../lambdas/inventory/reservation.ts';
import { paymentUpTo } from '../../lambdas/payments/payment.ts';
import { order, type OrderState } from '../../lambdas/place-order/order.ts';
import { shipment } from '../../lambdas/shipping/shipment.ts';
import type { EventFacts, OrderFacts, SagaFacts, StockFacts, StoreFacts } from './order-facts.ts';
import { streamFacts } from './stream-facts.ts';

const types = knownTypes([...order.events, ...reservation.events, ...paymentUpTo(0).events, ...shipment.events]);
const streamStores: ReadonlySet<string> = new Set(['order', 'reservation', 'payment', 'shipment']);

/** Reads what happened from every item of the store; nothing is taken from what a run believes it did. */
export function readFacts(items: Iterable<Item>): StoreFacts {
  const partitions = Map.groupBy(items, ({ key }) => key.partition);
  const orders = new Map<string, Draft>();
  const totals = { pending: 0, notices: 0, streams: 0, events: 0 };
  const faults: string[] = [];
  const stock: StockFacts[] = [];
  for (const [partition, parts] of partitions) {
    const [store, id] = split(partition);
    totals.pending += parts.reduce((sum, part) => sum + outboxEntries(part).length, 0);
    if (streamStores.has(store)) {
      const stream = streamFacts(partition, parts, types);
      totals.streams += 1;
      totals.events += stream.events.length;
      faults.push(...stream.faults);
      const draft = draftOf(orders, id);
      draft.streams[store] = stream.events.map(({ id: eventId, type, subject, data }) => ({
        id: eventId,
        type,
        subject,
        data,
      }));
      draft.state = store === 'order' ? evolveAll(order, order.initial, stream.events) : draft.state;
    } else if (store === 'fulfilment') {
      draftOf(orders, id).saga = sagaOf(parts, sagaKey(store, id).sort);
    } else if (store === 'stock') {
      stock.push(stockOf(id, parts[0]));
    } else if (store === 'inbox') {
      totals.notices += parts.filter(({ attributes }) => attributes['done'] === true).length;
    }
  }
  return { ...totals, stock, faults, orders: new Map([...orders].map(([id, draft]) => [id, factsOf(id, draft)])) };
}

interface Draft {
  readonly streams: Record<string, readonly EventFacts[]>;
  state: OrderState;
  saga: SagaFacts | undefined;
}

function draftOf(orders: Map<string, Draft>, id: string): Draft {
  const draft = orders.get(id) ?? { streams: {}, state: order.initial, saga: undefined };
  orders.set(id, draft);
  return draft;
}

function factsOf(orderId: string, { streams, state, saga }: Draft): OrderFacts {
  const placed = streams['order']?.find(({ type }) => type === OrderPlaced.name);
  const lines = placed === undefined ? [] : OrderPlaced.parse(placed.data, OrderPlaced.version).lines;
  return { orderId, status: state.status, total: state.status === 'none' ? 0 : state.total, lines, saga, streams };
}

const { timerDue } = sagaMessages(fulfilment.name);

function sagaOf(parts: readonly Item[], sort: string): SagaFacts | undefined {
  const item = parts.find(({ key }) => key.sort === sort);
  const state = item?.attributes['state'];
  if (item === undefined || typeof state !== 'string') {
    return undefined;
  }
  const calved = parts.filter(({ key }) => key.sort.startsWith(historyPrefix)).sort(bySort);
  // A timer that ran out is no reply of anybody.
  const history = [...calved, item].flatMap(historyIn).filter(({ message }) => message !== timerDue.name);
  return { ...SagaState.parse(JSON.parse(state)), history };
}

function bySort({ key: { sort: left } }: Item, { key: { sort: right } }: Item): number {
  return left < right ? -1 : Number(left > right);
}

function stockOf(sku: string, item: Item | undefined): StockFacts {
  const { seeded, available } = item?.attributes ?? {};
  return { sku, seeded: Number(seeded ?? 0), available: Number(available ?? 0) };
}

function split(partition: string): readonly [string, string] {
  const dash = partition.indexOf('-');
  return [partition.slice(0, dash), partition.slice(dash + 1)];
}
