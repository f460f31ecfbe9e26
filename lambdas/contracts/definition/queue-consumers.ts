import type { ConsumerDefinition } from './consumer.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';

/** A consumer that may run as a function. */
export type FunctionConsumer = ConsumerDefinition & { readonly entry: string };

/** The consumers of queues of SQS, by name; each is a function. */
export function queueConsumers({
  consumers,
  queues,
}: Pick<PipelineDefinition, 'consumers' | 'queues'>): Readonly<Record<string, FunctionConsumer>> {
  return Object.fromEntries(
    Object.entries(consumers).filter(
      (named): named is [string, FunctionConsumer] =>
        named[1].entry !== undefined && Object.hasOwn(queues, named[1].source),
    ),
  );
}
