import type { EventType } from '../events/event-type.ts';
import type { BrokerParts } from './broker-parts.ts';
import type { RabbitExchangeDefinition } from './rabbit-exchange.ts';
import type { RabbitQueueDefinition } from './rabbit-queue.ts';
import { topicMatches } from './topic-matches.ts';

/** Every type that can arrive in a queue of RabbitMQ: what its exchange carries and one of its bindings lets through. */
export function arrivalsOfRabbitQueue(
  { rabbitmq }: BrokerParts,
  { exchange: name, bindings }: RabbitQueueDefinition,
): readonly EventType[] {
  const exchange = rabbitmq?.exchanges[name];
  return exchange === undefined ? [] : exchange.carries.filter((type) => isBound(exchange, bindings, type));
}

function isBound({ type }: RabbitExchangeDefinition, bindings: readonly string[], { name }: EventType): boolean {
  switch (type) {
    case 'fanout':
      return bindings.length > 0;
    case 'direct':
      return bindings.includes(name);
    case 'topic':
      return bindings.some((binding) => topicMatches(binding, name));
  }
}
