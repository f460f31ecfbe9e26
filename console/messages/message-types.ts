import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';

/** Every type that a pipeline carries, each once, by name. */
export function messageTypes({
  topics,
  queues,
  rabbitmq,
}: Pick<PipelineDefinition, 'topics' | 'queues' | 'rabbitmq'>): readonly EventType[] {
  return inOrder([
    ...Object.values(topics).flatMap(({ carries }) => carries),
    ...Object.values(queues).flatMap(({ accepts }) => accepts),
    ...Object.values(rabbitmq?.calls ?? {}).flatMap(({ request, reply }) => [request, reply]),
  ]);
}

/** Types, each once, in the order of their names on every machine. */
export function inOrder(types: readonly EventType[]): readonly EventType[] {
  return [...new Map(types.map((type) => [type.name, type])).values()].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
