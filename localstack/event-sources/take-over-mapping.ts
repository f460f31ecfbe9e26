import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  UpdateEventSourceMappingCommand,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import { type MappingSettings, mappingSettingsOf } from './mapping-settings.ts';

/**
 * Reads the settings of the mapping between a stream and a function, and makes sure that the endpoint itself leaves
 * the stream alone: two readers would hand every record over twice, and the endpoint's own loses the failed ones.
 *
 * @throws PipelineError `backend-failed` when there is no such mapping or it cannot be read.
 */
export async function takeOverMapping(
  lambda: LambdaClient,
  { functionName, streamArn }: { readonly functionName: string; readonly streamArn: string },
): Promise<MappingSettings> {
  const found = await mappingOf(lambda, functionName, streamArn);
  const settings = mappingSettingsOf(found);
  // The state that is shown cannot be trusted: a mapping that was created disabled can show as enabled.
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: found.UUID, Enabled: false }));
  return settings;
}

async function mappingOf(
  client: LambdaClient,
  functionName: string,
  streamArn: string,
): Promise<EventSourceMappingConfiguration> {
  const query = { FunctionName: functionName, EventSourceArn: streamArn };
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, query)) {
    const found = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn === streamArn);
    if (found !== undefined) {
      return found;
    }
  }
  throw new PipelineError(
    `function "${functionName}" must have a mapping of the table's stream, found none; deploy again with npm run local`,
    { code: 'backend-failed' },
  );
}
