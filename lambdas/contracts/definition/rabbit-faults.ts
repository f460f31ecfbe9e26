import type { RabbitParts } from './broker-parts.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import type { RabbitCallDefinition } from './rabbit-call.ts';
import type { RabbitDeadLettersDefinition } from './rabbit-dead-letters.ts';
import type { RabbitQueueDefinition } from './rabbit-queue.ts';
import { between } from './range-fault.ts';
import { groupBy } from '../group-by.ts';

/** What is wrong with what a pipeline has at RabbitMQ. */
export function rabbitFaults({ rabbitmq, consumers }: PipelineDefinition): readonly string[] {
  if (rabbitmq === undefined) {
    return [];
  }
  const readersOf = (name: string): number => Object.values(consumers).filter(({ source }) => source === name).length;
  return [
    ...nameFaults(rabbitmq),
    ...Object.entries(rabbitmq.queues).flatMap(([name, queue]) => [
      ...queueFaults(rabbitmq, name, queue),
      ...(readersOf(name) === 1
        ? []
        : [`RabbitMQ queue "${name}" must have exactly one consumer, found ${readersOf(name)}`]),
    ]),
    ...Object.entries(rabbitmq.deadLetters).flatMap(([name, letters]) => letterFaults(rabbitmq, name, letters)),
    ...Object.entries(rabbitmq.calls ?? {}).flatMap(([name, call]) => callFaults(name, call)),
  ];
}

/** A broker keeps names that begin with `amq.` for itself, and has one queue and one exchange of each name. */
function nameFaults({ exchanges, queues, deadLetters, calls = {} }: RabbitParts): readonly string[] {
  const queueNames = [...Object.values(queues), ...Object.values(deadLetters), ...Object.values(calls)].map(
    ({ queue }) => queue,
  );
  const exchangeNames = Object.values(exchanges).map(({ exchange }) => exchange);
  return [
    ...[...queueNames, ...exchangeNames]
      .filter((name) => name === '' || name.length > 200 || name.startsWith('amq.'))
      .map((name) => `RabbitMQ must have names of 1 to 200 characters that do not begin with "amq.", got "${name}"`),
    ...[...twice(queueNames), ...twice(exchangeNames)].map(
      (name) => `RabbitMQ must have one queue and one exchange of a name, found "${name}" twice`,
    ),
  ];
}

function queueFaults(parts: RabbitParts, name: string, queue: RabbitQueueDefinition): readonly string[] {
  const what = `RabbitMQ queue "${name}"`;
  const { exchange, bindings, deadLetters, ttlSeconds, maxLength, maxReceiveCount } = queue;
  return [
    ...(Object.hasOwn(parts.exchanges, exchange)
      ? []
      : [`${what} must be bound to an exchange of this pipeline, got "${exchange}"`]),
    ...(bindings.length > 0 ? [] : [`${what} must have a binding, or nothing reaches it`]),
    ...(Object.hasOwn(parts.deadLetters, deadLetters)
      ? []
      : [`${what} must have dead letters of this pipeline, got "${deadLetters}"`]),
    ...(ttlSeconds === undefined ? [] : between(`${what}: ttlSeconds`, ttlSeconds, [1, 31_536_000])),
    ...(maxLength === undefined ? [] : between(`${what}: maxLength`, maxLength, [1, 100_000_000])),
    ...between(`${what}: maxReceiveCount`, maxReceiveCount, [1, 100]),
  ];
}

function letterFaults(
  { exchanges }: RabbitParts,
  name: string,
  { exchange }: RabbitDeadLettersDefinition,
): readonly string[] {
  const found = exchanges[exchange];
  return found?.type === 'direct' && found.carries.length === 0
    ? []
    : [
        `dead letters "${name}" must be bound to a direct exchange of this pipeline that carries nothing, got "${exchange}"`,
      ];
}

function callFaults(name: string, { timeoutSeconds }: RabbitCallDefinition): readonly string[] {
  return between(`call "${name}": timeoutSeconds`, timeoutSeconds, [1, 60]);
}

function twice(names: readonly string[]): readonly string[] {
  return [...groupBy(names, (name) => name)].filter(([, same]) => same.length > 1).map(([name]) => name);
}
