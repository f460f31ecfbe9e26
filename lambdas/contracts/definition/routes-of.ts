import { PipelineError } from '../errors/pipeline-error.ts';
import { type Home, homesOf, queueHome } from './home.ts';
import type { PipelineParts } from './pipeline-definition.ts';
import type { QueueDefinition } from './queue.ts';

/** The one home of each message type, by type name. */
export interface Routes {
  /**
   * The home of a type or, for a reply with an address, the queue of that name.
   *
   * @throws PipelineError `publish-unroutable` for a type that no topic carries and no queue accepts, and for an address
   * at which no queue answers for the type.
   */
  homeOf(typeName: string, address?: string): Home;
}

/** Sends everything, whatever its type, to one queue. */
export function routesToQueue(name: string, { fifo }: Pick<QueueDefinition, 'fifo'>): Routes {
  const home = queueHome(name, { fifo });
  return { homeOf: () => home };
}

/** Reads the routes out of a checked definition. */
export function routesOf(parts: Pick<PipelineParts, 'topics' | 'queues'>): Routes {
  const homes = homesOf(parts);
  return {
    homeOf(typeName, address) {
      const home = address === undefined ? homes.get(typeName)?.[0] : addressed(parts, typeName, address);
      if (home === undefined) {
        throw new PipelineError(`a published type must have a home, found none for "${typeName}"${at(address)}`, {
          code: 'publish-unroutable',
        });
      }
      return home;
    },
  };
}

function addressed({ queues }: Pick<PipelineParts, 'queues'>, typeName: string, address: string): Home | undefined {
  const queue = Object.hasOwn(queues, address) ? queues[address] : undefined;
  return queue?.answers.some(({ name }) => name === typeName) === true ? queueHome(address, queue) : undefined;
}

function at(address: string | undefined): string {
  return address === undefined ? '' : ` at queue "${address}"`;
}
