import { join } from 'node:path';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from '../deploy/deployment.ts';
import { openStreamPoller } from '../event-sources/open-stream-poller.ts';

/** The table's stream, being relayed by this process in place of Lambda's own poller. */
export interface StreamRelay {
  /** Records that are not relayed yet; 0 when none is left. */
  readonly lag: () => number;
  /** Ends polling after the batch in hand; rejects with what made polling fail. */
  readonly stop: () => Promise<void>;
}

/** Begins to relay where the last run stopped. */
export async function openStreamRelay(relay: {
  readonly deployment: Deployment;
  readonly sqs: SQSClient;
  /** Folder of the run; the checkpoints lie in it. */
  readonly directory: string;
}): Promise<StreamRelay> {
  const { tableStreamArn, relayFunctionName } = relay.deployment;
  const streams = new DynamoDBStreamsClient({});
  const lambda = new LambdaClient({});
  const poller = await openStreamPoller({
    ...{ streams, lambda, sqs: relay.sqs, streamArn: tableStreamArn, functionName: relayFunctionName },
    directory: join(relay.directory, 'checkpoints'),
  });
  const ending = new AbortController();
  const failure = poller.run(ending.signal).catch((cause: unknown) => ({ cause }));
  return {
    lag: () => poller.lag(),
    async stop() {
      ending.abort();
      const failed = await failure;
      streams.destroy();
      lambda.destroy();
      if (failed !== undefined) {
        throw failed.cause;
      }
    },
  };
}
