import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import { asyncApiChannels } from './asyncapi-channels.ts';
import { asyncApiComponents } from './asyncapi-messages.ts';
import { asyncApiOperations } from './asyncapi-operations.ts';
import type { JsonSchema } from './json-schema.ts';
import { messageTypes } from './message-types.ts';

/**
 * The AsyncAPI 3 document of a pipeline: channels are its topics and queues, operations what its consumers receive and send.
 *
 * The same definition gives the same text. Nothing of a deployment is in it: no servers, and names as the definition
 * has them.
 *
 * Source: https://www.asyncapi.com/docs/reference/specification/v3.1.0
 *
 * @throws PipelineError `definition-invalid` for a type that cannot be described.
 */
export function asyncApiDocument(
  definition: PipelineDefinition,
  { version }: { readonly version: string },
): JsonSchema {
  return {
    asyncapi: '3.1.0',
    info: {
      title: definition.name,
      version,
      description:
        'Written from the definition of the pipeline. Addresses are the names in the definition; an environment gives its own.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: asyncApiChannels(definition),
    operations: asyncApiOperations(definition),
    components: asyncApiComponents(messageTypes(definition), { spills: definition.payloads !== undefined }),
  };
}
