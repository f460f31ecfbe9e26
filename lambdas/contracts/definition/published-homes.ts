import type { EventType } from '../events/event-type.ts';
import type { ConsumerDefinition } from './consumer.ts';
import { type Home, homesOf, queueHome } from './home.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';

/** Every topic and queue that is the home of a type some consumer publishes, each once: what the relay sends to. */
export function publishedHomes(definition: PipelineDefinition): readonly Home[] {
  return distinct(Object.values(definition.consumers).flatMap((one) => homesOfConsumer(definition, one)));
}

/** Every topic and queue to which a consumer's messages may go, each once: homes of its types, and reply addresses. */
export function homesOfConsumer(
  definition: PipelineDefinition,
  { publishes, repliesTo }: Pick<ConsumerDefinition, 'publishes' | 'repliesTo'>,
): readonly Home[] {
  const addresses = repliesTo.flatMap((name) => {
    const queue = definition.queues[name];
    return queue === undefined ? [] : [queueHome(name, queue)];
  });
  return distinct([...homesOfTypes(definition, publishes), ...addresses]);
}

/** Every topic and queue that is the home of one of some types, each once. */
export function homesOfTypes(definition: PipelineDefinition, types: readonly EventType[]): readonly Home[] {
  const homes = homesOf(definition);
  return distinct(types.flatMap(({ name }) => homes.get(name) ?? []));
}

function distinct(homes: readonly Home[]): readonly Home[] {
  return [...new Map(homes.map((home) => [`${home.kind} ${home.name}`, home])).values()];
}
