import { consumer } from '../definition/consumer.ts';
import { deadLetter } from '../definition/dead-letter.ts';
import { kafkaTopic } from '../definition/kafka-topic.ts';
import { natsStream } from '../definition/nats-stream.ts';
import { pipeline } from '../definition/pipeline.ts';
import { queue } from '../definition/queue.ts';
import { rabbitCall } from '../definition/rabbit-call.ts';
import { rabbitDeadLetters } from '../definition/rabbit-dead-letters.ts';
import { rabbitExchange } from '../definition/rabbit-exchange.ts';
import { rabbitQueue } from '../definition/rabbit-queue.ts';
import { reconciler } from '../definition/reconciler.ts';
import { redisStream } from '../definition/redis-stream.ts';
import { coreOrders } from './core-orders.ts';
import { OrderConfirmed, OrderPlaced, OrderRejected, OrderReturned } from './order-messages.ts';
import { QuoteRequested, ShippingQuoted } from './quote-messages.ts';

const everything = [OrderPlaced, OrderConfirmed, OrderRejected, OrderReturned] as const;
const goods = [OrderPlaced, OrderRejected] as const;
const progress = [OrderPlaced, OrderConfirmed, OrderRejected] as const;
const parcels = [OrderConfirmed] as const;

/** The reference application: all that it does with orders itself, and what it tells others over their brokers. */
export const orders = pipeline('orders', {
  ...coreOrders,
  reconciler: reconciler({ entry: 'lambdas/reconcile-brokers/handler.ts' }),
  queues: {
    ...coreOrders.queues,
    kafkaBridge: queue({ fifo: true, from: { orderEvents: everything }, deadLetter: deadLetter() }),
    rabbitBridge: queue({ fifo: true, from: { orderEvents: goods }, deadLetter: deadLetter() }),
    redisBridge: queue({ fifo: true, from: { orderEvents: progress }, deadLetter: deadLetter() }),
    natsBridge: queue({ fifo: true, from: { orderEvents: parcels }, deadLetter: deadLetter() }),
  },
  kafka: {
    salesEvents: kafkaTopic('orders.events', { carries: everything, deadLetter: deadLetter() }),
  },
  redis: {
    liveEvents: redisStream('orders:live', { carries: progress, deadLetter: deadLetter() }),
  },
  nats: {
    parcelEvents: natsStream('PARCELS', { carries: parcels, deadLetter: deadLetter() }),
  },
  rabbitmq: {
    exchanges: {
      events: rabbitExchange('events', { carries: goods }),
      dlx: rabbitExchange('dlx', { type: 'direct' }),
    },
    queues: {
      orderProcessing: rabbitQueue('order_processing', {
        exchange: 'events',
        bindings: ['order.*'],
        ttlSeconds: 3600,
        maxLength: 10_000,
        deadLetters: 'failed',
      }),
    },
    deadLetters: { failed: rabbitDeadLetters('dlq', { exchange: 'dlx' }) },
    calls: {
      shippingQuote: rabbitCall('rpc_queue', {
        request: QuoteRequested,
        reply: ShippingQuoted,
        worker: 'lambdas/quote-shipping/worker.ts',
      }),
    },
  },
  consumers: {
    ...coreOrders.consumers,
    forwardToKafka: consumer({
      entry: 'lambdas/forward-to-kafka/handler.ts',
      source: 'kafkaBridge',
      handles: everything,
      forwards: ['salesEvents'],
    }),
    forwardToRabbit: consumer({
      entry: 'lambdas/forward-to-rabbit/handler.ts',
      source: 'rabbitBridge',
      handles: goods,
      forwards: ['events'],
    }),
    forwardToRedis: consumer({
      entry: 'lambdas/forward-to-redis/handler.ts',
      source: 'redisBridge',
      handles: progress,
      forwards: ['liveEvents'],
    }),
    forwardToNats: consumer({
      entry: 'lambdas/forward-to-nats/handler.ts',
      source: 'natsBridge',
      handles: parcels,
      forwards: ['parcelEvents'],
    }),
    salesProjection: consumer({
      entry: 'lambdas/sales-projection/handler.ts',
      worker: 'lambdas/sales-projection/worker.ts',
      source: 'salesEvents',
      handles: everything,
      stores: ['inbox', 'sales'],
    }),
    pickOrder: consumer({
      entry: 'lambdas/pick-order/handler.ts',
      source: 'orderProcessing',
      handles: goods,
      calls: ['shippingQuote'],
      stores: ['inbox', 'picking'],
    }),
    liveOrders: consumer({
      worker: 'lambdas/live-orders/worker.ts',
      source: 'liveEvents',
      handles: progress,
      stores: ['board', 'inbox'],
    }),
    notifyPartner: consumer({
      worker: 'lambdas/notify-partner/worker.ts',
      source: 'parcelEvents',
      handles: parcels,
      stores: ['inbox'],
    }),
  },
});
