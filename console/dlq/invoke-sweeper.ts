import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import type { SweepResult } from '../../lambdas/core/outbox/outbox-sweeper.ts';
import { backendError } from '../../localstack/backends/backend-error.ts';

const schema: z.ZodMiniType<SweepResult> = z.object({
  messages: z.number(),
  published: z.number(),
  oldestSeconds: z.number(),
  taken: z.number(),
  failed: z.number(),
  finished: z.boolean(),
});

/**
 * Invokes a deployed sweeper, which then publishes everything that waits, however short a time.
 *
 * @throws PipelineError `backend-failed` when the function failed.
 */
export async function invokeSweeper(lambda: LambdaClient, functionName: string): Promise<SweepResult> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ graceSeconds: 0 }) }),
  );
  const answer = z.safeParse(schema, jsonOf(Payload));
  if (FunctionError !== undefined || !answer.success) {
    throw backendError(`the sweeper ${functionName} must answer what it did, it failed`, 'look at its log');
  }
  return answer.data;
}

function jsonOf(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload)) as unknown;
  } catch {
    return undefined;
  }
}
