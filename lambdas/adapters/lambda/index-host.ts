import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { createEventIndexer } from '../../core/event-index/event-indexer.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { itemChangeOf } from '../dynamodb/item-change-of.ts';
import { createJitteredBackoff } from '../system/jittered-backoff.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { readEnvironment } from './read-environment.ts';
import { type StreamHandler, createStreamHandler } from './stream-handler.ts';

/**
 * Composes the indexer of a pipeline's events in Lambda; call it once, outside the handler.
 *
 * @throws PipelineError `environment-invalid` when the name of a table is missing, or the pipeline has no event index.
 */
export function createIndexHost(pipeline: PipelineDefinition): StreamHandler {
  if (pipeline.eventIndex === undefined) {
    throw new PipelineError(`pipeline "${pipeline.name}" must have an event index, found none`, {
      code: 'environment-invalid',
    });
  }
  const { categories } = pipeline.eventIndex;
  const names = readEnvironment({ table: environmentVariables.table, index: environmentVariables.indexTable });
  const telemetry = createLambdaTelemetry({ service: 'indexer' });
  const jitter = { sleep, random: Math.random };
  const client = createDynamoClient();
  const indexer = createEventIndexer({
    ...{ categories, telemetry, clock: systemClock, backoff: createJitteredBackoff(jitter) },
    source: createDynamoItemStore({ client, tableName: names.table, ...jitter }),
    items: createDynamoItemStore({ client, tableName: names.index, ...jitter }),
  });
  return createStreamHandler({ read: (changes) => indexer.index(changes), telemetry, changeOf: itemChangeOf });
}
