import { circuitBreaker } from '../definition/circuit-breaker.ts';
import { consumer } from '../definition/consumer.ts';
import { deadLetter } from '../definition/dead-letter.ts';
import { eventIndex } from '../definition/event-index.ts';
import { payloads } from '../definition/payloads.ts';
import { pipeline } from '../definition/pipeline.ts';
import { queue } from '../definition/queue.ts';
import { relay } from '../definition/relay.ts';
import { sweeper } from '../definition/sweeper.ts';
import { timerSweeper } from '../definition/timers.ts';
import { topic } from '../definition/topic.ts';
import {
  ReleaseStock,
  ReserveStock,
  RestockReturn,
  StockRefused,
  StockReleased,
  StockReserved,
  StockRestocked,
} from './inventory-messages.ts';
import {
  CancelOrder,
  ConfirmOrder,
  OrderCancelRequested,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  PlaceOrder,
  RecordReturn,
  RejectOrder,
} from './order-messages.ts';
import {
  ChargePayment,
  PaidBack,
  PayBack,
  PayBackRefused,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from './payment-messages.ts';
import { RefundRequested, RegisterPurchase, ReleaseReturn, RequestReturn, ReturnReopened } from './return-messages.ts';
import { sagaMessages } from '../sagas/saga-messages.ts';
import { OrderShipped, ShipOrder } from './shipping-messages.ts';

const { timerDue } = sagaMessages('fulfil-order');
const { timerDue: refundTimerDue } = sagaMessages('refund-order');

const orderCommands = [PlaceOrder, ConfirmOrder, RejectOrder, CancelOrder, RecordReturn] as const;
const ends = [OrderConfirmed, OrderRejected] as const;
const returnCommands = [RegisterPurchase, RequestReturn, ReturnReopened, ReleaseReturn] as const;
const refundMessages = [RefundRequested, PaidBack, PayBackRefused, StockRestocked, refundTimerDue] as const;
const news = [...ends, OrderReturned] as const;

const replies = [
  StockReserved,
  StockRefused,
  StockReleased,
  PaymentCharged,
  PaymentRefused,
  PaymentRefunded,
  OrderShipped,
] as const;

/**
 * What the reference application is made of where there is no broker beside SNS and SQS: orders from placement to
 * confirmation or rejection, and what comes back of them.
 */
export const coreOrders = pipeline('orders', {
  topics: {
    orderEvents: topic({ fifo: true, carries: [OrderPlaced, OrderCancelRequested, ...news] }),
  },
  queues: {
    orders: queue({ fifo: true, accepts: orderCommands, deadLetter: deadLetter() }),
    fulfilment: queue({
      fifo: true,
      from: { orderEvents: [OrderPlaced, OrderCancelRequested] },
      accepts: [...replies, timerDue],
      deadLetter: deadLetter(),
    }),
    inventory: queue({ accepts: [ReserveStock, ReleaseStock, RestockReturn], deadLetter: deadLetter() }),
    payments: queue({ accepts: [ChargePayment, RefundPayment, PayBack], deadLetter: deadLetter() }),
    shipping: queue({ accepts: [ShipOrder], deadLetter: deadLetter() }),
    notifications: queue({ from: { orderEvents: news }, deadLetter: deadLetter() }),
    returns: queue({
      fifo: true,
      from: { orderEvents: ends },
      accepts: returnCommands,
      deadLetter: deadLetter(),
      // A return that matches nothing must not hold up what the customer buys and returns afterwards.
      onPoison: 'skip',
    }),
    refunds: queue({ fifo: true, accepts: refundMessages, deadLetter: deadLetter() }),
  },
  consumers: {
    placeOrder: consumer({
      entry: 'lambdas/place-order/handler.ts',
      source: 'orders',
      handles: orderCommands,
      publishes: [OrderPlaced, OrderCancelRequested, ...news],
      stores: ['order'],
    }),
    fulfilOrder: consumer({
      entry: 'lambdas/fulfil-order/handler.ts',
      source: 'fulfilment',
      handles: [OrderPlaced, OrderCancelRequested, ...replies, timerDue],
      publishes: [ReserveStock, ReleaseStock, ChargePayment, RefundPayment, ShipOrder, ConfirmOrder, RejectOrder],
      stores: ['fulfilment'],
    }),
    inventory: consumer({
      entry: 'lambdas/inventory/handler.ts',
      source: 'inventory',
      handles: [ReserveStock, ReleaseStock, RestockReturn],
      publishes: [StockReserved, StockRefused, StockReleased, StockRestocked],
      stores: ['reservation', 'restock', 'stock'],
    }),
    payments: consumer({
      entry: 'lambdas/payments/handler.ts',
      source: 'payments',
      handles: [ChargePayment, RefundPayment, PayBack],
      publishes: [PaymentCharged, PaymentRefused, PaymentRefunded, PaidBack, PayBackRefused],
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
      handles: news,
      stores: ['inbox'],
    }),
    processReturns: consumer({
      entry: 'lambdas/process-returns/handler.ts',
      source: 'returns',
      handles: [...ends, ...returnCommands],
      publishes: [ReturnReopened, RefundRequested, CancelOrder],
      stores: ['purchases'],
    }),
    refundOrder: consumer({
      entry: 'lambdas/refund-order/handler.ts',
      source: 'refunds',
      handles: refundMessages,
      publishes: [PayBack, RestockReturn, RecordReturn, ReleaseReturn],
      stores: ['refund'],
    }),
  },
  relay: relay({ entry: 'lambdas/relay-outbox/handler.ts' }),
  payloads: payloads(),
  sweeper: sweeper({ entry: 'lambdas/sweep-outbox/handler.ts' }),
  timers: timerSweeper({ entry: 'lambdas/sweep-timers/handler.ts' }),
  circuitBreaker: circuitBreaker({ entry: 'lambdas/guard-sources/handler.ts' }),
  eventIndex: eventIndex({
    entry: 'lambdas/index-events/handler.ts',
    categories: ['order', 'reservation', 'payment', 'shipment', 'restock', 'purchases'],
    projector: { entry: 'lambdas/run-projections/handler.ts' },
    projections: ['sales-by-day', 'customer-purchases', 'stock'],
  }),
});
