import { deadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import type { BrokerConsumerName } from '../../../localstack/embedded/embedded-broker-consumers.ts';

/** Faults are many here, so a message may be received often before it counts as dead. */
const patience = { deadLetter: deadLetter({ maxReceiveCount: 1000 }) };

/** As many deliveries as a queue of RabbitMQ may have; and an hour passes quickly where processes stand still. */
const patienceAtRabbit = { maxReceiveCount: 100, ttlSeconds: undefined };

const { consumers } = orders;

/** Everybody who sends to brokers or reads there. */
export const newsConsumers = {
  forwardToKafka: consumers.forwardToKafka,
  forwardToRabbit: consumers.forwardToRabbit,
  forwardToRedis: consumers.forwardToRedis,
  forwardToNats: consumers.forwardToNats,
  salesProjection: consumers.salesProjection,
  pickOrder: consumers.pickOrder,
  liveOrders: consumers.liveOrders,
  notifyPartner: consumers.notifyPartner,
} as const satisfies Record<BrokerConsumerName, unknown>;

const sources = new Set<string>(Object.values(newsConsumers).map(({ source }) => source));

/** What the pipeline of the orders tells over brokers: the topic of their events, the bridges, and the readers. */
export const newsDefinition: PipelineDefinition = {
  ...orders,
  queues: withAll(orders.queues, patience),
  consumers: newsConsumers,
  kafka: withAll(orders.kafka, { ...patience, partitions: 2 }),
  redis: withAll(orders.redis, patience),
  nats: withAll(orders.nats, patience),
  ...(orders.rabbitmq && {
    rabbitmq: { ...orders.rabbitmq, queues: withAll(orders.rabbitmq.queues, patienceAtRabbit) },
  }),
};

/** Those that somebody reads here. */
function withAll<Part extends object, Change extends object>(
  parts: Readonly<Record<string, Part>> = {},
  change: Change,
): Readonly<Record<string, Part & Change>> {
  const read = Object.entries(parts).filter(([name]) => sources.has(name));
  return Object.fromEntries(read.map(([name, part]) => [name, { ...part, ...change }]));
}
