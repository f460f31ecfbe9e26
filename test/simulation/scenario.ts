import { ReserveStock, StockReserved } from '../../lambdas/contracts/orders/inventory-messages.ts';
import { type Order, OrderConfirmed, OrderPlaced, PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import type { Return } from '../../lambdas/contracts/orders/return-messages.ts';
import type { Random } from './schedule/random.ts';
import type { Defect } from './stage/defect.ts';

/** What goes into a run, and what must come out of it. */
export interface Scenario {
  /** In the order in which they are placed; the same order can be placed twice. */
  readonly orders: readonly Order[];
  /** What comes back of them, while they are in flight or long after they have ended; sent when every order is. */
  readonly returns: readonly Return[];
  readonly stock: ReadonlyMap<string, number>;
  readonly publishing: Publishing;
  /** Whether consumers publish what they commit themselves; then sweepers must be there for what they leave. */
  readonly dispatches: boolean;
  /** Messages that cannot be handled until operators have been called twice. */
  readonly defects: readonly Defect[];
}

/** Who takes messages out of the outboxes that stayed there: the relay, the sweepers, or all of them. */
export type Publishing = 'relay' | 'sweepers' | 'both';

const publishings = ['relay', 'sweepers', 'both'] as const;

/** The payment of a larger order is declined, in cents. */
export const limitCents = 10_000;

/** An order of one unit of one SKU. */
export function simpleOrder(orderId: string, total = 1000, sku = 'PLENTY'): Order {
  return {
    orderId,
    customerId: `customer-of-${orderId}`,
    placedAt: '2026-01-01T00:00:00Z',
    lines: [{ sku, quantity: 1, amount: total }],
    total,
  };
}

/** An order of more SKUs than one transaction takes. */
export function largeOrder(orderId: string, skus: number): Order {
  const lines = Array.from({ length: skus }, (_, at) => ({ sku: `SKU${at}`, quantity: 1, amount: 1 }));
  return { ...simpleOrder(orderId), lines, total: skus };
}

const placing = { consumer: 'placeOrder', type: PlaceOrder.name } as const;

/** What a defect can strike: queues with an order to keep, and some without. */
const spoilable: readonly Omit<Defect, 'orderId'>[] = [
  placing,
  placing,
  { consumer: 'fulfilOrder', type: OrderPlaced.name },
  { consumer: 'fulfilOrder', type: StockReserved.name },
  { consumer: 'inventory', type: ReserveStock.name },
  { consumer: 'notifyCustomer', type: OrderConfirmed.name },
];

/** One scenario for each seed: a few orders of every kind, some of them placed twice, and stock that may run out. */
export function randomScenario(random: Random): Scenario {
  const makers: readonly ((orderId: string) => Order)[] = [
    (id) => simpleOrder(id),
    (id) => simpleOrder(id, limitCents + 1),
    (id) => simpleOrder(id, 500, 'RARE'),
    (id) => (random.chance(0.3) ? largeOrder(id, 120) : simpleOrder(id, 700, 'RARE')),
  ];
  const orders = Array.from({ length: 1 + random.below(5) }, (_, at) =>
    (makers[random.below(makers.length)] ?? simpleOrder)(`order${at}`),
  );
  const again = orders.filter(() => random.chance(0.2));
  const publishing = publishings[random.below(publishings.length)] ?? 'both';
  const dispatches = publishing !== 'relay' && random.chance(0.4);
  const spoilt = orders.filter(() => random.chance(0.3));
  const defects = spoilt.map(({ orderId }) => ({ orderId, ...(spoilable[random.below(spoilable.length)] ?? placing) }));
  const returns = orders
    .filter(isSure)
    .filter(() => random.chance(0.4))
    .map(returnOf);
  return { orders: [...orders, ...again, ...spoilt], returns, stock: stockOf(orders), publishing, dispatches, defects };
}

/** Whether an order completes unless it is cancelled, so that what comes back of it finds its purchase. */
function isSure({ total, lines }: Order): boolean {
  return total <= limitCents && lines.every(({ sku }) => sku !== 'RARE');
}

/** The first line of an order comes back: the whole order, or a part of it. */
function returnOf({ orderId, customerId, placedAt, lines }: Order): Return {
  const [first] = lines;
  const { sku = '', quantity = 1 } = first ?? {};
  return { returnId: `C${orderId}`, customerId, returnedAt: placedAt, lines: [{ sku, quantity }] };
}

/** Plenty of everything but of `RARE`, of which there is one. */
export function stockOf(orders: readonly Order[]): ReadonlyMap<string, number> {
  const skus = orders.flatMap(({ lines }) => lines.map(({ sku }) => sku));
  return new Map([...skus, 'RARE'].map((sku) => [sku, sku === 'RARE' ? 1 : 1000]));
}
