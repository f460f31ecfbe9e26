import type { RabbitQueue, RabbitRoute, RabbitTopology } from './rabbit-topology.ts';
import { topicMatches } from '../../contracts/definition/topic-matches.ts';

/**
 * What is wrong with a topology on its own, each as a sentence; a broker accepts all of it and drops messages later.
 *
 * Source: https://www.rabbitmq.com/docs/dlx#routing (automatic dead-letter cycles)
 */
export function topologyFaults(topology: RabbitTopology): readonly string[] {
  return topology.queues.flatMap((queue) => [...numberFaults(queue), ...routeFaults(queue, topology)]);
}

function numberFaults({ name, deliveryLimit, messageTtlSeconds, maxLength }: RabbitQueue): readonly string[] {
  return Object.entries({ deliveryLimit, messageTtlSeconds, maxLength })
    .filter(([, value]) => value !== undefined && !(Number.isInteger(value) && value >= 1))
    .map(([field, value]) => `${field} of queue "${name}" must be an integer of at least 1, got ${value ?? 'none'}`);
}

function routeFaults(queue: RabbitQueue, topology: RabbitTopology): readonly string[] {
  const { name, deadLetter } = queue;
  const known = new Set(['', ...topology.exchanges.map((exchange) => exchange.name)]);
  const routes = [...(queue.bindings ?? []), ...(deadLetter ? [deadLetter] : [])];
  const unknown = routes
    .filter(({ exchange }) => !known.has(exchange))
    .map(({ exchange }) => `exchange "${exchange}" of queue "${name}" must be declared`);
  if (deadLetter === undefined || unknown.length > 0) {
    return unknown;
  }
  const targets = queuesOf(deadLetter, topology);
  if (targets.length === 0) {
    return [`dead letters of queue "${name}" must reach a queue, "${deadLetter.routingKey}" is bound to none`];
  }
  return reaches(targets, queue, topology)
    ? [`dead letters of queue "${name}" must not come back to it, the broker drops what goes in a circle`]
    : [];
}

/** Whether dead letters that arrive in one of the queues can come to the goal. */
function reaches(from: readonly RabbitQueue[], goal: RabbitQueue, topology: RabbitTopology): boolean {
  const seen = new Set(from);
  for (const queue of seen) {
    for (const next of queue.deadLetter ? queuesOf(queue.deadLetter, topology) : []) {
      seen.add(next);
    }
  }
  return seen.has(goal);
}

function queuesOf(
  { exchange, routingKey }: RabbitRoute,
  { exchanges, queues }: RabbitTopology,
): readonly RabbitQueue[] {
  if (exchange === '') {
    return queues.filter(({ name }) => name === routingKey);
  }
  const type = exchanges.find(({ name }) => name === exchange)?.type ?? 'direct';
  return queues.filter(({ bindings = [] }) =>
    bindings.some((binding) => binding.exchange === exchange && routes[type](binding.routingKey, routingKey)),
  );
}

const routes = {
  direct: (bound: string, key: string) => bound === key,
  topic: topicMatches,
  fanout: () => true,
  // Its bindings look at headers, which a dead letter keeps.
  headers: () => true,
} as const;
