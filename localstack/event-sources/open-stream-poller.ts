import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createFileCheckpoints } from './file-checkpoints.ts';
import { type StreamPoller, createStreamPoller } from './stream-poller.ts';
import { takeOverMapping } from './take-over-mapping.ts';

/** The stream, its function, and where to remember how far it was read. */
export interface OpenStreamPollerOptions {
  readonly streams: DynamoDBStreamsClient;
  readonly lambda: LambdaClient;
  readonly sqs: SQSClient;
  readonly streamArn: string;
  readonly functionName: string;
  /** Folder of the checkpoints. */
  readonly directory: string;
}

/**
 * Makes the poller of a deployed stream and function by the settings of their event source mapping, which the endpoint
 * itself no longer polls from now on.
 *
 * @throws PipelineError `backend-failed` when there is no such mapping or it cannot be read.
 */
export async function openStreamPoller(options: OpenStreamPollerOptions): Promise<StreamPoller> {
  const { streams, lambda, sqs, streamArn, functionName, directory } = options;
  const settings = await takeOverMapping(lambda, { functionName, streamArn });
  return createStreamPoller({
    ...{ streams, lambda, sqs, settings },
    checkpoints: createFileCheckpoints({ directory, streamArn }),
  });
}
