import type { Context, DynamoDBBatchResponse } from 'aws-lambda';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import type { PayloadSource } from '../../core/payload/whole-envelope.ts';
import type { AnyProjection } from '../../core/projection/generation.ts';
import { type Projector, createProjector } from '../../core/projection/projector.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { createS3Payloads } from '../s3/s3-payloads.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidSource } from '../system/uuid-source.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { payloadSource, personalHost } from './personal-host.ts';
import { readEnvironment } from './read-environment.ts';

/** A function that the index's stream and a schedule invoke; the event says nothing that it needs. */
export type ProjectionHandler = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<DynamoDBBatchResponse>;

/** Milliseconds before the function's end from which nothing new is begun. */
const marginMs = 10_000;

/**
 * Composes the projections of a pipeline in Lambda; call it once, outside the handler.
 *
 * A run takes every projection as far as there are events. What wakes it carries nothing, so no record of it ever
 * fails: what a run does not finish is found by the next one at its checkpoints.
 *
 * @throws PipelineError `environment-invalid` when the name of a table is missing.
 */
export function createProjectionHost(
  pipeline: PipelineDefinition,
  projections: readonly AnyProjection[],
): ProjectionHandler {
  const { index: tableName } = readEnvironment({ index: environmentVariables.indexTable });
  const items = createDynamoItemStore({ client: createDynamoClient(), tableName, sleep, random: Math.random });
  const payloads = payloadsOf(pipeline);
  const lanes = projections.map((projection) => {
    // Of its own, so that its figures are its own.
    const telemetry = createLambdaTelemetry({ service: projection.name });
    const parts = { items, telemetry, clock: systemClock, ids: uuidSource, projections: [projection] };
    return { telemetry, projector: createProjector({ ...parts, ...(payloads && { payloads }) }) };
  });
  return async (_event, context) => {
    const deadline = systemClock.now() + context.getRemainingTimeInMillis() - marginMs;
    await Promise.all(lanes.map((lane) => run(lane, deadline)));
    return { batchItemFailures: [] };
  };
}

interface Lane {
  readonly telemetry: ReturnType<typeof createLambdaTelemetry>;
  readonly projector: Projector;
}

async function run({ projector, telemetry }: Lane, deadline: number): Promise<void> {
  try {
    await projector.run({ deadline });
  } finally {
    telemetry.flush();
  }
}

/** Where data lies that events do not carry, and what opens what is personal in them, whose keys lie in the event table. */
function payloadsOf(pipeline: PipelineDefinition): PayloadSource {
  const jitter = { sleep, random: Math.random };
  const kept =
    pipeline.payloads === undefined
      ? {}
      : { payloads: createS3Payloads(readEnvironment({ bucketName: environmentVariables.payloadBucket })) };
  if (pipeline.personalData === undefined) {
    return payloadSource(kept);
  }
  const { tableName } = readEnvironment({ tableName: environmentVariables.table });
  const keys = createDynamoItemStore({ client: createDynamoClient(), tableName, ...jitter });
  return payloadSource({ ...kept, ...personalHost(pipeline, { items: keys, clock: systemClock }) });
}
