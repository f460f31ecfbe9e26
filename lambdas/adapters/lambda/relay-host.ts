import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { type OutboxRelayDependencies, createOutboxRelay } from '../../core/outbox/outbox-relay.ts';
import type { ItemStore } from '../../core/ports/item-store.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { itemChangeOf } from '../dynamodb/item-change-of.ts';
import { systemClock } from '../system/system-clock.ts';
import { sleep } from '../system/sleep.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { outboxPublisher } from './outbox-publisher.ts';
import { readEnvironment } from './read-environment.ts';
import { type StreamHandler, createStreamHandler } from './stream-handler.ts';

/**
 * Composes the outbox relay of a pipeline in Lambda; call it once, outside the handler. A pipeline with schedules gives it
 * the publisher that knows them.
 *
 * @throws PipelineError `environment-invalid` when the table's name is missing.
 */
export function createRelayHost(
  pipeline: PipelineDefinition,
  publisherOf: (pipeline: PipelineDefinition) => Publisher = outboxPublisher,
): StreamHandler {
  const { table: tableName } = readEnvironment({ table: environmentVariables.table });
  const telemetry = createLambdaTelemetry({ service: 'relay' });
  const publisher = publisherOf(pipeline);
  const items = createDynamoItemStore({ client: createDynamoClient(), tableName, sleep, random: Math.random });
  const relay = createOutboxRelay({ items, publisher, telemetry, ...claimsOf(pipeline, items) });
  return createStreamHandler({ read: (changes) => relay.relay(changes), telemetry, changeOf: itemChangeOf });
}

/** It may read items only where a consumer dispatches at once. */
function claimsOf({ consumers }: PipelineDefinition, items: ItemStore): Pick<OutboxRelayDependencies, 'claims'> {
  return Object.values(consumers).some(({ dispatch }) => dispatch === 'at once')
    ? { claims: { items, clock: systemClock } }
    : {};
}
