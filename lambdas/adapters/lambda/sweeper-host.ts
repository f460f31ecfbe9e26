import type { Context } from 'aws-lambda';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type SweepResult, createOutboxSweeper } from '../../core/outbox/outbox-sweeper.ts';
import { pendingIndex } from '../../core/outbox/pending-shard.ts';
import { sweepLeaseSeconds } from '../../core/outbox/sweep-lease.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../dynamodb/dynamo-item-index.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { systemClock } from '../system/system-clock.ts';
import { sleep } from '../system/sleep.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { outboxPublisher } from './outbox-publisher.ts';
import { readEnvironment } from './read-environment.ts';
import { sweepRequest } from './sweep-request.ts';

/** A function that a schedule invokes, and an operator with a `SweepRequest`. */
export type SweepHandler = (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SweepResult>;

/** Milliseconds before the function's end from which nothing new is begun. */
const marginMs = 10_000;

/**
 * Composes the outbox sweeper of a pipeline in Lambda; call it once, outside the handler. A pipeline with schedules gives
 * it the publisher that knows them.
 *
 * @throws PipelineError `environment-invalid` when the table's name is missing or the pipeline has no sweeper.
 */
export function createSweeperHost(
  pipeline: PipelineDefinition,
  publisherOf: (pipeline: PipelineDefinition) => Publisher = outboxPublisher,
): SweepHandler {
  if (pipeline.sweeper === undefined) {
    throw new PipelineError(`pipeline "${pipeline.name}" must have a sweeper, found none`, {
      code: 'environment-invalid',
    });
  }
  const { graceSeconds } = pipeline.sweeper;
  const { table: tableName } = readEnvironment({ table: environmentVariables.table });
  const telemetry = createLambdaTelemetry({ service: 'sweeper' });
  const store = { client: createDynamoClient(), tableName, sleep, random: Math.random };
  const sweeper = createOutboxSweeper({
    ...{ items: createDynamoItemStore(store), index: createDynamoItemIndex(store, pendingIndex) },
    ...{ publisher: publisherOf(pipeline), telemetry, clock: systemClock, ids: uuidSource },
    ...{ graceSeconds, leaseSeconds: sweepLeaseSeconds },
  });
  return async (event, context) => {
    try {
      const deadline = systemClock.now() + context.getRemainingTimeInMillis() - marginMs;
      return await sweeper.sweep({ ...sweepRequest(event), deadline });
    } finally {
      telemetry.flush();
    }
  };
}
