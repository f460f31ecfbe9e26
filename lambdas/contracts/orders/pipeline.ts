import { circuitBreaker } from '../definition/circuit-breaker.ts';
import { consumer } from '../definition/consumer.ts';
import { deadLetter } from '../definition/dead-letter.ts';
import { payloads } from '../definition/payloads.ts';
import { pipeline } from '../definition/pipeline.ts';
import { queue } from '../definition/queue.ts';
import { relay } from '../definition/relay.ts';
import { sweeper } from '../definition/sweeper.ts';
import { timerSweeper } from '../definition/timers.ts';
import { topic } from '../definition/topic.ts';
import { ReleaseStock, ReserveStock, StockRefused, StockReleased, StockReserved } from './inventory-messages.ts';
import { ConfirmOrder, OrderConfirmed, OrderPlaced, OrderRejected, PlaceOrder, RejectOrder } from './order-messages.ts';
import { ChargePayment, PaymentCharged, PaymentRefunded, PaymentRefused, RefundPayment } from './payment-messages.ts';
import { sagaMessages } from '../sagas/saga-messages.ts';
import { OrderShipped, ShipOrder } from './shipping-messages.ts';

const { timerDue } = sagaMessages('fulfil-order');

const replies = [
  StockReserved,
  StockRefused,
  StockReleased,
  PaymentCharged,
  PaymentRefused,
  PaymentRefunded,
  OrderShipped,
] as const;

/** The reference application: orders from placement to confirmation or rejection. */
export const orders = pipeline('orders', {
  topics: {
    orderEvents: topic({ fifo: true, carries: [OrderPlaced, OrderConfirmed, OrderRejected] }),
  },
  queues: {
    orders: queue({ fifo: true, accepts: [PlaceOrder, ConfirmOrder, RejectOrder], deadLetter: deadLetter() }),
    fulfilment: queue({
      fifo: true,
      from: { orderEvents: [OrderPlaced] },
      accepts: [...replies, timerDue],
      deadLetter: deadLetter(),
    }),
    inventory: queue({ accepts: [ReserveStock, ReleaseStock], deadLetter: deadLetter() }),
    payments: queue({ accepts: [ChargePayment, RefundPayment], deadLetter: deadLetter() }),
    shipping: queue({ accepts: [ShipOrder], deadLetter: deadLetter() }),
    notifications: queue({ from: { orderEvents: [OrderConfirmed, OrderRejected] }, deadLetter: deadLetter() }),
  },
  consumers: {
    placeOrder: consumer({
      entry: 'lambdas/place-order/handler.ts',
      source: 'orders',
      handles: [PlaceOrder, ConfirmOrder, RejectOrder],
      publishes: [OrderPlaced, OrderConfirmed, OrderRejected],
      stores: ['order'],
    }),
    fulfilOrder: consumer({
      entry: 'lambdas/fulfil-order/handler.ts',
      source: 'fulfilment',
      handles: [OrderPlaced, ...replies, timerDue],
      publishes: [ReserveStock, ReleaseStock, ChargePayment, RefundPayment, ShipOrder, ConfirmOrder, RejectOrder],
      stores: ['fulfilment'],
    }),
    inventory: consumer({
      entry: 'lambdas/inventory/handler.ts',
      source: 'inventory',
      handles: [ReserveStock, ReleaseStock],
      publishes: [StockReserved, StockRefused, StockReleased],
      stores: ['reservation', 'stock'],
    }),
    payments: consumer({
      entry: 'lambdas/payments/handler.ts',
      source: 'payments',
      handles: [ChargePayment, RefundPayment],
      publishes: [PaymentCharged, PaymentRefused, PaymentRefunded],
      stores: ['payment'],
      settings: ['DECLINE_ABOVE_CENTS'],
    }),
    shipping: consumer({
      entry: 'lambdas/shipping/handler.ts',
      source: 'shipping',
      handles: [ShipOrder],
      publishes: [OrderShipped],
      stores: ['shipment'],
    }),
    notifyCustomer: consumer({
      entry: 'lambdas/notify-customer/handler.ts',
      source: 'notifications',
      handles: [OrderConfirmed, OrderRejected],
      stores: ['inbox'],
    }),
  },
  relay: relay({ entry: 'lambdas/relay-outbox/handler.ts' }),
  payloads: payloads(),
  sweeper: sweeper({ entry: 'lambdas/sweep-outbox/handler.ts' }),
  timers: timerSweeper({ entry: 'lambdas/sweep-timers/handler.ts' }),
  circuitBreaker: circuitBreaker({ entry: 'lambdas/guard-sources/handler.ts' }),
});
