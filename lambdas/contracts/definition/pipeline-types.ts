import type { EventType } from '../events/event-type.ts';
import type { PipelineParts } from './pipeline-definition.ts';

/** Every type that a pipeline names, each once. */
export function pipelineTypes({ topics, queues, consumers }: PipelineParts): readonly EventType[] {
  return [
    ...new Set([
      ...Object.values(topics).flatMap(({ carries }) => carries),
      ...Object.values(queues).flatMap(({ accepts }) => accepts),
      ...Object.values(consumers).flatMap(({ handles, publishes }) => [...handles, ...publishes]),
    ]),
  ];
}
