import type { RabbitParts } from '../../contracts/definition/broker-parts.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { RabbitQueueDefinition } from '../../contracts/definition/rabbit-queue.ts';
import { receiveLimits } from '../../contracts/definition/receive-limits.ts';
import type { RabbitQueue, RabbitRoute, RabbitTopology } from '../rabbitmq/rabbit-topology.ts';

/** Dead letters are looked at and given back as often as people like; a queue gives up what is returned too often. */
const deadLetterDeliveries = 1_000_000_000;

/** What a pipeline needs at RabbitMQ but the queues of its calls, which come and go with who answers. */
export function rabbitTopologyOf(
  definition: Pick<PipelineDefinition, 'queues' | 'consumers' | 'rabbitmq'>,
): RabbitTopology {
  const { rabbitmq } = definition;
  if (rabbitmq === undefined) {
    return { exchanges: [], queues: [] };
  }
  return {
    exchanges: Object.values(rabbitmq.exchanges).map(({ exchange: name, type }) => ({ name, type })),
    queues: [
      ...Object.entries(rabbitmq.queues).map(([name, queue]) =>
        queueOf(rabbitmq, queue, receiveLimits(definition, name)?.broker ?? queue.maxReceiveCount),
      ),
      ...Object.values(rabbitmq.deadLetters).map(({ queue: name, exchange, routingKey }) => ({
        name,
        deliveryLimit: deadLetterDeliveries,
        bindings: [{ exchange: exchangeName(rabbitmq, exchange), routingKey }],
      })),
    ],
  };
}

/** Where the dead letters of a queue go; undefined when the definition has none of that name. */
export function deadLetterRoute(
  parts: RabbitParts,
  { deadLetters }: Pick<RabbitQueueDefinition, 'deadLetters'>,
): RabbitRoute | undefined {
  const letters = parts.deadLetters[deadLetters];
  return letters && { exchange: exchangeName(parts, letters.exchange), routingKey: letters.routingKey };
}

function queueOf(parts: RabbitParts, queue: RabbitQueueDefinition, deliveries: number): RabbitQueue {
  const { ttlSeconds, maxLength, keepsOrder } = queue;
  const exchange = exchangeName(parts, queue.exchange);
  const deadLetter = deadLetterRoute(parts, queue);
  return {
    name: queue.queue,
    // The limit counts those after the first one.
    deliveryLimit: Math.max(1, deliveries - 1),
    bindings: queue.bindings.map((routingKey) => ({ exchange, routingKey })),
    singleActiveConsumer: keepsOrder,
    ...(deadLetter && { deadLetter }),
    ...(ttlSeconds !== undefined && { messageTtlSeconds: ttlSeconds }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

function exchangeName({ exchanges }: RabbitParts, name: string): string {
  return exchanges[name]?.exchange ?? name;
}
