import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import {
  type OutboxDispatch,
  type OutboxDispatchDependencies,
  createOutboxDispatch,
} from '../../core/outbox/outbox-dispatch.ts';
import type { Publisher } from '../../core/ports/publisher.ts';

/** The consumer of a pipeline, and how it opens a publisher. */
export interface DispatchHostOptions {
  readonly pipeline: PipelineDefinition;
  readonly name: string;
  readonly publisherOf?: (pipeline: PipelineDefinition) => Publisher;
}

/**
 * How a consumer publishes what it committed; empty when it leaves that to the relay.
 *
 * The publisher comes from the handler's file, so that only a handler that dispatches has the clients in its bundle.
 *
 * @throws PipelineError `environment-invalid` when the consumer dispatches at once but brings no publisher.
 */
export function dispatchHost(
  { pipeline, name, publisherOf }: DispatchHostOptions,
  dependencies: Omit<OutboxDispatchDependencies, 'publisher'>,
): { readonly dispatch?: OutboxDispatch } {
  if (pipeline.consumers[name]?.dispatch !== 'at once') {
    return {};
  }
  if (publisherOf === undefined) {
    throw new PipelineError(`consumer "${name}" dispatches at once and must bring a publisher, got none`, {
      code: 'environment-invalid',
    });
  }
  return { dispatch: createOutboxDispatch({ ...dependencies, publisher: publisherOf(pipeline) }) };
}
