import { knownTypes } from '../../lambdas/contracts/events/decode-envelope.ts';
import { OrderPlaced } from '../../lambdas/contracts/orders/order-messages.ts';
import { evolveAll } from '../../lambdas/core/event-store/evolve-all.ts';
import { repliesIn } from '../../lambdas/core/event-store/reply-again.ts';
import { outboxEntries } from '../../lambdas/core/outbox/outbox-entries.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { fulfilment } from '../../lambdas/fulfil-order/fulfilment.ts';
import { reservation } from '../../lambdas/inventory/reservation.ts';
import { restock } from '../../lambdas/inventory/restock.ts';
import { paymentUpTo } from '../../lambdas/payments/payment.ts';
import { order, type OrderState } from '../../lambdas/place-order/order.ts';
import { purchaseLedger } from '../../lambdas/process-returns/purchase-ledger.ts';
import { refund } from '../../lambdas/refund-order/refund.ts';
import { shipment } from '../../lambdas/shipping/shipment.ts';
import type { EventFacts, OrderFacts, RefundFacts, SagaFacts, StockFacts, StoreFacts } from './order-facts.ts';
import { returnedParts } from './returned-parts.ts';
import { refundsIn, returnFacts } from './return-facts.ts';
import { sagaFacts } from './saga-facts.ts';
import { type StreamFacts, streamFacts } from './stream-facts.ts';

const types = knownTypes([
  ...[...order.events, ...reservation.events, ...paymentUpTo(0).events, ...shipment.events],
  ...[...purchaseLedger.events, ...restock.events],
]);
const orderStores: ReadonlySet<string> = new Set([
  ...[order.category, reservation.category, paymentUpTo(0).category, shipment.category],
]);
const streamStores: ReadonlySet<string> = new Set([...orderStores, purchaseLedger.category, restock.category]);

/** Reads what happened from every item of the store; nothing is taken from what a run believes it did. */
export function readFacts(items: Iterable<Item>): StoreFacts {
  const draft = blankDraft();
  for (const [partition, parts] of Map.groupBy(items, ({ key }) => key.partition)) {
    const [store, id] = split(partition);
    draft.totals.pending += parts.reduce((sum, part) => sum + outboxEntries(part).length, 0);
    if (streamStores.has(store)) {
      noteStream(draft, { store, id, stream: streamFacts(partition, parts, types) });
      draft.repeatedReplies.push(...parts.flatMap(repliesIn));
    } else {
      noteItems(draft, { store, id, parts });
    }
  }
  return factsIn(draft);
}

function blankDraft(): Draft {
  return {
    totals: { pending: 0, notices: 0, streams: 0, events: 0 },
    ...{ orders: new Map(), refundSagas: new Map(), restocks: new Map() },
    ...{ ledgers: [], repeatedReplies: [], faults: [], stock: [] },
  };
}

interface Draft {
  readonly totals: { pending: number; notices: number; streams: number; events: number };
  readonly orders: Map<string, OrderDraft>;
  readonly refundSagas: Map<string, SagaFacts | undefined>;
  readonly restocks: Map<string, readonly EventFacts[]>;
  readonly ledgers: EventFacts[];
  readonly repeatedReplies: string[];
  readonly faults: string[];
  readonly stock: StockFacts[];
}

interface OrderDraft {
  readonly streams: Record<string, readonly EventFacts[]>;
  state: OrderState;
  saga: SagaFacts | undefined;
}

function noteStream(
  draft: Draft,
  { store, id, stream }: { readonly store: string; readonly id: string; readonly stream: StreamFacts },
): void {
  draft.totals.streams += 1;
  draft.totals.events += stream.events.length;
  draft.faults.push(...stream.faults);
  const events = stream.events.map(({ id: eventId, type, subject, data }) => ({ id: eventId, type, subject, data }));
  if (orderStores.has(store)) {
    const one = draftOf(draft.orders, id);
    one.streams[store] = events;
    one.state = store === order.category ? evolveAll(order, order.initial, stream.events) : one.state;
  } else if (store === restock.category) {
    draft.restocks.set(id, events);
  } else {
    draft.ledgers.push(...events);
  }
}

function noteItems(
  draft: Draft,
  { store, id, parts }: { readonly store: string; readonly id: string; readonly parts: readonly Item[] },
): void {
  switch (store) {
    case 'fulfilment':
      draftOf(draft.orders, id).saga = sagaFacts(fulfilment, parts);
      break;
    case 'refund':
      draft.refundSagas.set(id, sagaFacts(refund, parts));
      break;
    case 'stock':
      draft.stock.push(stockOf(id, parts[0]));
      break;
    case 'inbox':
      draft.totals.notices += (id.startsWith('notifyCustomer-') ? parts : []).filter(
        ({ attributes }) => attributes['done'] === true,
      ).length;
      break;
  }
}

function factsIn({ totals, orders, refundSagas, restocks, ledgers, repeatedReplies, ...rest }: Draft): StoreFacts {
  const recorded = new Set(
    [...orders.values()].flatMap(({ streams }) =>
      returnedParts(streams[order.category] ?? []).map(({ refundId }) => refundId),
    ),
  );
  const refunds = refundsIn(ledgers).map((one): readonly [string, RefundFacts] => {
    const { refundId } = one;
    const [saga, goods] = [refundSagas.get(refundId), restocks.get(refundId) ?? []];
    return [refundId, { ...one, recorded: recorded.has(refundId), saga, restock: goods }];
  });
  return {
    ...{ ...totals, ...rest, ledgers },
    orders: new Map([...orders].map(([id, draft]) => [id, factsOf(id, draft)])),
    returns: returnFacts(ledgers),
    refunds: new Map(refunds),
    repeatedReplies: new Set(repeatedReplies),
  };
}

function draftOf(orders: Map<string, OrderDraft>, id: string): OrderDraft {
  const draft = orders.get(id) ?? { streams: {}, state: order.initial, saga: undefined };
  orders.set(id, draft);
  return draft;
}

function factsOf(orderId: string, { streams, state, saga }: OrderDraft): OrderFacts {
  const placed = streams[order.category]?.find(({ type }) => type === OrderPlaced.name);
  const lines = placed === undefined ? [] : OrderPlaced.parse(placed.data, OrderPlaced.version).lines;
  return { orderId, status: state.status, total: state.status === 'none' ? 0 : state.total, lines, saga, streams };
}

function stockOf(sku: string, item: Item | undefined): StockFacts {
  const { seeded, available } = item?.attributes ?? {};
  return { sku, seeded: Number(seeded ?? 0), available: Number(available ?? 0) };
}

function split(partition: string): readonly [string, string] {
  const dash = partition.indexOf('-');
  return [partition.slice(0, dash), partition.slice(dash + 1)];
}
