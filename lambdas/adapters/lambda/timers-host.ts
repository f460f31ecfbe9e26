import type { Context } from 'aws-lambda';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { sweepLeaseSeconds } from '../../core/outbox/sweep-lease.ts';
import { dueIndex } from '../../core/saga/timers/due-shard.ts';
import { type TimerSweepResult, createTimerSweeper } from '../../core/saga/timers/timer-sweeper.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../dynamodb/dynamo-item-index.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { sha256Fingerprint } from '../system/sha256-fingerprint.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { outboxPublisher } from './outbox-publisher.ts';
import { readEnvironment } from './read-environment.ts';
import { timersSource } from './timers-source.ts';

/** A function that a schedule invokes. */
export type TimersHandler = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<TimerSweepResult>;

/** Milliseconds before the function's end from which nothing new is begun. */
const marginMs = 10_000;

/**
 * Composes the sweeper of a pipeline's timers in Lambda; call it once, outside the handler.
 *
 * @throws PipelineError `environment-invalid` when the table's name is missing or the pipeline has no timers.
 */
export function createTimersHost(pipeline: PipelineDefinition): TimersHandler {
  if (pipeline.timers === undefined) {
    throw new PipelineError(`pipeline "${pipeline.name}" must have timers, found none`, {
      code: 'environment-invalid',
    });
  }
  const { graceSeconds } = pipeline.timers;
  const { table: tableName } = readEnvironment({ table: environmentVariables.table });
  const telemetry = createLambdaTelemetry({ service: 'timers' });
  const store = { client: createDynamoClient(), tableName, sleep, random: Math.random };
  const index = createDynamoItemIndex(store, dueIndex);
  const sweeper = createTimerSweeper({
    ...{ index, telemetry, clock: systemClock },
    ...{ items: createDynamoItemStore(store), publisher: outboxPublisher(pipeline), ids: uuidSource },
    ...{ fingerprint: sha256Fingerprint, source: timersSource(pipeline) },
    ...{ graceSeconds, leaseSeconds: sweepLeaseSeconds },
  });
  return async (_event, context) => {
    try {
      const deadline = systemClock.now() + context.getRemainingTimeInMillis() - marginMs;
      return await sweeper.sweep({ deadline });
    } finally {
      telemetry.flush();
    }
  };
}
