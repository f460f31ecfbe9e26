import { type Home, homesOf } from './home.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';

/** Every topic and queue that is the home of a type some consumer publishes, each once: what the relay sends to. */
export function publishedHomes(definition: PipelineDefinition): readonly Home[] {
  const homes = homesOf(definition);
  const published = Object.values(definition.consumers).flatMap(({ publishes }) => publishes);
  const found = published.flatMap(({ name }) => homes.get(name) ?? []);
  return [...new Map(found.map((home) => [`${home.kind} ${home.name}`, home])).values()];
}
