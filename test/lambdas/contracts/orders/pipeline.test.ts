import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { arrivalsOf } from '../../../../lambdas/contracts/definition/queue.ts';
import { routesOf } from '../../../../lambdas/contracts/definition/routes-of.ts';
import { withBrokers } from '../../../../lambdas/contracts/definition/with-brokers.ts';
import { coreOrders } from '../../../../lambdas/contracts/orders/core-orders.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';
import { stepsOf } from '../../../../lambdas/core/saga/saga-definition.ts';
import { fulfilment } from '../../../../lambdas/fulfil-order/fulfilment.ts';

const consumers = Object.entries(orders.consumers);
const queues = Object.entries(orders.queues);

describe('pipeline of orders', () => {
  it('has no fault', () => {
    expect(faultsOf(orders)).toEqual([]);
  });

  it('is the core where there are no brokers', () => {
    expect(withBrokers(orders, [])).toEqual(coreOrders);
  });

  it('publishes every message that is handled, but for the commands from outside and the timers', () => {
    const published = new Set(consumers.flatMap(([, { publishes }]) => publishes.map(({ name }) => name)));
    const unpublished = queues
      .flatMap(([, queue]) => arrivalsOf(queue))
      .filter(({ name }) => !published.has(name))
      .map(({ name }) => name);

    expect(unpublished).toEqual([
      'order.place',
      'fulfil-order.timer-due',
      'purchase.register',
      'return.request',
      'refund-order.timer-due',
    ]);
  });

  it('brings everything that is published to a queue', () => {
    const arriving = new Set(queues.flatMap(([, queue]) => arrivalsOf(queue).map(({ name }) => name)));
    const lost = consumers.flatMap(([, { publishes }]) => publishes).filter(({ name }) => !arriving.has(name));

    expect(lost).toEqual([]);
  });

  it('keeps the order of what belongs to one order in its stream and in its saga', () => {
    expect(orders.queues.orders.fifo).toBe(true);
    expect(orders.queues.fulfilment.fifo).toBe(true);
    expect(orders.topics.orderEvents.fifo).toBe(true);
  });

  it('failure mode 81: keeps what fails of every queue aside for 14 days', () => {
    for (const [, { deadLetter }] of queues) {
      expect(deadLetter).toEqual({ kind: 'queue', maxReceiveCount: 5, retentionDays: 14 });
    }
  });

  it('gives no two consumers a store in common, but for the marks, which are named by consumer', () => {
    const stores = consumers.flatMap(([, one]) => one.stores).filter((store) => store !== 'inbox');

    expect(stores).toEqual([...new Set(stores)]);
  });

  it('routes commands to the queue of the consumer that handles them', () => {
    const routes = routesOf(orders);

    expect(routes.homeOf('order.place')).toMatchObject({ kind: 'queue', name: 'orders', fifo: true });
    expect(routes.homeOf('stock.reserve')).toMatchObject({ kind: 'queue', name: 'inventory', fifo: false });
    expect(routes.homeOf('payment.charge')).toMatchObject({ kind: 'queue', name: 'payments', fifo: false });
    expect(routes.homeOf('shipping.ship')).toMatchObject({ kind: 'queue', name: 'shipping', fifo: false });
    expect(routes.homeOf('order.placed')).toMatchObject({ kind: 'topic', name: 'orderEvents', fifo: true });
  });

  it('hears and sends all that its saga does', () => {
    const { handles } = orders.consumers.fulfilOrder;

    expect(stepsOf(fulfilment).map(({ name }) => name)).toEqual(['reserve', 'charge', 'ship']);
    expect(handles.map(({ name }) => name)).toEqual([
      'order.placed',
      'order.cancel-requested',
      'stock.reserved',
      'stock.refused',
      'stock.released',
      'payment.charged',
      'payment.refused',
      'payment.refunded',
      'shipping.shipped',
      'fulfil-order.timer-due',
    ]);
  });
});
