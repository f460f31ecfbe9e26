import { join } from 'node:path';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from '../deploy/deployment.ts';
import { openStreamPoller } from '../event-sources/open-stream-poller.ts';

/** The streams of the tables, handed to their functions by this process in place of Lambda's own pollers. */
export interface StreamReaders {
  /** Records that are not handled yet; 0 when none is left. */
  readonly lag: () => number;
  /** Ends polling after the batches in hand; rejects with what made polling fail. */
  readonly stop: () => Promise<void>;
}

/** A stream and a function that reads it, with the folder of its checkpoints. */
interface StreamReading {
  readonly streamArn: string;
  readonly functionName: string;
  readonly directory: string;
}

/** Begins to read where the last run stopped. */
export async function openStreamReaders(request: {
  readonly deployment: Deployment;
  readonly sqs: SQSClient;
  /** Folder of the run; the checkpoints lie in it. */
  readonly directory: string;
}): Promise<StreamReaders> {
  const clients = { streams: new DynamoDBStreamsClient({}), lambda: new LambdaClient({}), sqs: request.sqs };
  const readings = readingsOf(request.deployment, request.directory);
  const pollers = await Promise.all(readings.map((reading) => openStreamPoller({ ...clients, ...reading })));
  const ending = new AbortController();
  const ended = pollers.map((poller) =>
    poller.run(ending.signal).then(
      () => [],
      (cause: unknown) => [{ cause }],
    ),
  );
  return {
    lag: () => pollers.reduce((sum, poller) => sum + poller.lag(), 0),
    async stop() {
      ending.abort();
      const [failed] = (await Promise.all(ended)).flat();
      clients.streams.destroy();
      clients.lambda.destroy();
      if (failed !== undefined) {
        throw failed.cause;
      }
    },
  };
}

/** Two functions read the stream of the table, so each has checkpoints of its own. */
function readingsOf(deployment: Deployment, directory: string): readonly StreamReading[] {
  const { tableStreamArn: streamArn, relayFunctionName, index } = deployment;
  const relay = { streamArn, functionName: relayFunctionName, directory: join(directory, 'checkpoints') };
  if (index === undefined) {
    return [relay];
  }
  const { indexerFunctionName, projectorFunctionName } = index;
  return [
    relay,
    { streamArn, functionName: indexerFunctionName, directory: join(directory, 'checkpoints-indexer') },
    {
      ...{ streamArn: index.streamArn, functionName: projectorFunctionName },
      directory: join(directory, 'checkpoints-projector'),
    },
  ];
}
