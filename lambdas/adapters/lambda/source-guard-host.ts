import type { Context } from 'aws-lambda';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import { environmentVariables } from '../../contracts/environment-variables.ts';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { type GuardLook, createSourceGuard } from '../../core/breaker/source-guard.ts';
import { createDynamoClient } from '../dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../dynamodb/dynamo-item-store.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import { createLambdaTelemetry } from '../telemetry/lambda-telemetry.ts';
import { createEventSourceControl } from './event-source-control.ts';
import { createLambdaClient } from './lambda-client.ts';
import { readEnvironment } from './read-environment.ts';

/** A function that a schedule invokes; the event says nothing that it needs. */
export type SourceGuardHandler = (
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<GuardLook>;

/** Milliseconds before the function's end from which no further look is begun. */
const marginMs = 5000;

/** Seconds that a lease lasts after the longest run of a guard, for clocks that differ. */
const leaseMarginSeconds = 30;

/**
 * Composes the source guard of a pipeline in Lambda; call it once, outside the handler.
 *
 * @throws PipelineError `environment-invalid` when the table's name or a mapping's id is missing, or the pipeline has no
 * circuit breaker.
 */
export function createSourceGuardHost(pipeline: PipelineDefinition): SourceGuardHandler {
  const { circuitBreaker: policy, queues } = pipeline;
  if (policy === undefined) {
    throw new PipelineError(`pipeline "${pipeline.name}" must have a circuit breaker, found none`, {
      code: 'environment-invalid',
    });
  }
  const names = Object.keys(queues);
  const { table: tableName } = readEnvironment({ table: environmentVariables.table });
  const mappings = new Map(Object.entries(readEnvironment(mappingVariables(names))));
  const telemetry = createLambdaTelemetry({ service: 'guard' });
  const guard = createSourceGuard({
    items: createDynamoItemStore({ client: createDynamoClient(), tableName, sleep, random: Math.random }),
    control: createEventSourceControl({
      lambda: createLambdaClient(),
      mappingOf: (queue) => mappings.get(queue) ?? '',
    }),
    leaseSeconds: policy.timeoutSeconds + leaseMarginSeconds,
    ...{ queues: names, policy, clock: systemClock, telemetry, sleep },
  });
  return async (_event, context) => {
    try {
      return await guard.watch({ deadline: systemClock.now() + context.getRemainingTimeInMillis() - marginMs });
    } finally {
      telemetry.flush();
    }
  };
}

function mappingVariables(queues: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(queues.map((name) => [name, environmentVariables.mapping(name)]));
}
