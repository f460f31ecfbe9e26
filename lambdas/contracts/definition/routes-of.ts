import { PipelineError } from '../errors/pipeline-error.ts';
import { type Home, homesOf } from './home.ts';
import { messageLimits } from '../message-limits.ts';
import type { PipelineParts } from './pipeline-definition.ts';
import type { QueueDefinition } from './queue.ts';

/** The one home of each message type, by type name. */
export interface Routes {
  /** @throws PipelineError `publish-unroutable` for a type that no topic carries and no queue accepts. */
  homeOf(typeName: string): Home;
}

/** Sends everything, whatever its type, to one queue. */
export function routesToQueue(name: string, { fifo }: Pick<QueueDefinition, 'fifo'>): Routes {
  const home: Home = { kind: 'queue', name, fifo, maxMessageBytes: messageLimits.queueBytes };
  return { homeOf: () => home };
}

/** Reads the routes out of a checked definition. */
export function routesOf(parts: Pick<PipelineParts, 'topics' | 'queues'>): Routes {
  const homes = homesOf(parts);
  return {
    homeOf(typeName) {
      const home = homes.get(typeName)?.[0];
      if (home === undefined) {
        throw new PipelineError(`a published type must have a home, found none for "${typeName}"`, {
          code: 'publish-unroutable',
        });
      }
      return home;
    },
  };
}
