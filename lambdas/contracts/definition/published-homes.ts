import type { EventType } from '../events/event-type.ts';
import { type Home, homesOf } from './home.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';

/** Every topic and queue that is the home of a type some consumer publishes, each once: what the relay sends to. */
export function publishedHomes(definition: PipelineDefinition): readonly Home[] {
  return homesOfTypes(
    definition,
    Object.values(definition.consumers).flatMap(({ publishes }) => publishes),
  );
}

/** Every topic and queue that is the home of one of some types, each once. */
export function homesOfTypes(definition: PipelineDefinition, types: readonly EventType[]): readonly Home[] {
  const homes = homesOf(definition);
  const found = types.flatMap(({ name }) => homes.get(name) ?? []);
  return [...new Map(found.map((home) => [`${home.kind} ${home.name}`, home])).values()];
}
