import type { EventType } from '../events/event-type.ts';
import { forwardTargets } from './forward-target.ts';
import type { PipelineParts } from './pipeline-definition.ts';

/** Every type that a pipeline names, each once. */
export function pipelineTypes(parts: PipelineParts): readonly EventType[] {
  const { topics, queues, consumers, rabbitmq } = parts;
  return [
    ...new Set([
      ...Object.values(topics).flatMap(({ carries }) => carries),
      ...Object.values(queues).flatMap(({ accepts }) => accepts),
      ...Object.values(consumers).flatMap(({ handles, publishes }) => [...handles, ...publishes]),
      ...forwardTargets(parts).flatMap(({ target }) => target.carries),
      ...Object.values(rabbitmq?.calls ?? {}).flatMap(({ request, reply }) => [request, reply]),
    ]),
  ];
}
