import type { Home } from '../../contracts/definition/home.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { routesOf } from '../../contracts/definition/routes-of.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { createOutboxRelay } from '../../core/outbox/outbox-relay.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { itemChangeOf } from '../dynamodb/item-change-of.ts';
import { createSnsClient } from '../sns-sqs/sns-client.ts';
import { createSnsSqsPublisher } from '../sns-sqs/sns-sqs-publisher.ts';
import { createSqsClient } from '../sns-sqs/sqs-client.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { readEnvironment } from './read-environment.ts';
import { sleep } from '../system/sleep.ts';
import { type StreamHandler, createStreamHandler } from './stream-handler.ts';

/**
 * Composes the outbox relay of a pipeline in Lambda; call it once, outside the handler.
 *
 * Addresses of topics and queues are read when a message first needs one, so that the relay needs no variable for a
 * home that nobody publishes to.
 *
 * @throws PipelineError `environment-invalid` when the table's name is missing.
 */
export function createRelayHost(pipeline: PipelineDefinition): StreamHandler {
  const { table } = readEnvironment({ table: environmentVariables.table });
  const jitter = { sleep, random: Math.random };
  const telemetry = createLambdaTelemetry({ service: 'relay' });
  const publisher = createSnsSqsPublisher({
    ...{ sqs: createSqsClient(), sns: createSnsClient(), routes: routesOf(pipeline), addressOf },
    ...jitter,
  });
  const items = createDynamoItemStore({ client: createDynamoClient(), tableName: table, ...jitter });
  const relay = createOutboxRelay({ items, publisher, telemetry });
  return createStreamHandler({ relay, telemetry, changeOf: itemChangeOf });
}

function addressOf({ kind, name }: Home): string {
  const variable = kind === 'topic' ? environmentVariables.topic(name) : environmentVariables.queue(name);
  return readEnvironment({ address: variable }).address;
}
