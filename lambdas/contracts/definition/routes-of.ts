import { PipelineError } from '../errors/pipeline-error.ts';
import { type Home, homesOf } from './home.ts';
import type { PipelineParts } from './pipeline-definition.ts';

/** The one home of each message type, by type name. */
export interface Routes {
  /** @throws PipelineError `publish-unroutable` for a type that no topic carries and no queue accepts. */
  homeOf(typeName: string): Home;
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
