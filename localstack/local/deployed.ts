import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { createS3Payloads } from '../../lambdas/adapters/s3/s3-payloads.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { createSqsClient } from '../../lambdas/adapters/sns-sqs/sqs-client.ts';
import type { Item, ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { awsEnvironment } from '../backends/aws-environment.ts';
import { runDirectory } from '../backends/project-paths.ts';
import type { Deployment } from '../deploy/deployment.ts';
import { ensureLocal } from '../deploy/ensure-local.ts';
import type { RunProcess } from '../options/run-command.ts';
import type { RunOptions } from '../options/run-options.ts';
import type { ProjectionReadings } from '../report/projection-figures.ts';
import { wholeItems } from '../report/whole-items.ts';
import { type BrokerRun, openBrokerRun } from './broker-run.ts';
import { scanTable } from './scan-table.ts';
import { endedCount } from './ended-count.ts';
import { localProjections } from './local-projections.ts';
import { type LogLine, logLines } from './log-lines.ts';
import { queueDepths } from './queue-depths.ts';
import { type StreamReaders, openStreamReaders } from './stream-readers.ts';
import type { DrainLook } from './wait-until-drained.ts';

/** A deployment that runs on the local endpoint, with the streams of its tables being read. */
export interface Deployed {
  readonly url: string;
  readonly deployment: Deployment;
  readonly sqs: SQSClient;
  /** Undefined where the pipeline runs without brokers. */
  readonly brokers: BrokerRun | undefined;
  readonly items: ItemStore;
  /** Every item of the table, its events with their data. */
  readonly scan: () => Promise<readonly Item[]>;
  /** What the views say; undefined where nothing is projected. */
  readonly projections: () => Promise<ProjectionReadings | undefined>;
  readonly look: () => Promise<DrainLook>;
  /** What every function logged since some time, by consumer; beside them `relay` and `sweeper`. */
  readonly logLinesOf: (since: number) => Promise<ReadonlyMap<string, readonly LogLine[]>>;
  readonly close: () => Promise<void>;
}

/** Makes sure that the pipeline is deployed and its streams are read on the local endpoint. */
export async function openDeployment(options: RunOptions, { progress, signal }: RunProcess): Promise<Deployed> {
  const { directory = runDirectory } = options;
  const {
    endpoint,
    deployment,
    brokers: places,
  } = await ensureLocal({
    directory,
    brokers: options.brokers,
    kafkaNodes: options.kafkaNodes,
    context: { declineAboveCents: String(options.declineAboveCents) },
    say: (line) => progress.write(`${line}\n`),
    signal,
  });
  // The adapters make their clients from the environment, as they do in Lambda.
  Object.assign(process.env, awsEnvironment(endpoint.url));
  const dynamo = createDynamoClient();
  const sqs = createSqsClient();
  const payloads = createS3Payloads({ bucketName: deployment.payloadBucketName });
  const streams = await openStreamReaders({ deployment, sqs, directory });
  const brokers = places && (await openBrokerRun({ url: endpoint.url, deployment, brokers: places, directory }));
  return {
    ...{ url: endpoint.url, deployment, sqs, brokers },
    items: createDynamoItemStore({ client: dynamo, tableName: deployment.tableName, sleep, random: Math.random }),
    scan: async () => wholeItems(await scanTable(dynamo, deployment.tableName), payloads),
    projections: () => localProjections(dynamo, deployment),
    look: () => look({ dynamo, sqs, deployment, streams, brokers }),
    logLinesOf: async (since) =>
      new Map([...(await allLogLines(deployment, since)), ...((await brokers?.logLines()) ?? [])]),
    close: async () => {
      await brokers?.close();
      await streams.stop();
    },
  };
}

async function look(running: {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly deployment: Deployment;
  readonly streams: StreamReaders;
  readonly brokers: BrokerRun | undefined;
}): Promise<DrainLook> {
  const { dynamo, sqs, deployment, streams, brokers } = running;
  const unread = streams.lag();
  const depths = await queueDepths(sqs, deployment.queueUrls);
  const deadLetters = await queueDepths(sqs, deployment.deadLetterUrls);
  const sum = (queues: typeof depths): number =>
    [...queues.values()].reduce((total, { waiting, inFlight }) => total + waiting + inFlight, 0);
  const told = (await brokers?.lag()) ?? 0;
  const ended = await endedCount(dynamo, deployment.tableName);
  return { ended, lag: unread + sum(depths) + told + streams.lag(), deadLetters: sum(deadLetters) };
}

async function allLogLines(
  { functionNames, relayFunctionName, sweeperFunctionName }: Deployment,
  since: number,
): Promise<ReadonlyMap<string, readonly LogLine[]>> {
  const lambda = new LambdaClient({});
  const logs = new CloudWatchLogsClient({});
  const names = Object.entries({ ...functionNames, relay: relayFunctionName, sweeper: sweeperFunctionName });
  const lines = names.map(
    async ([name, functionName]) => [name, await logLines({ lambda, logs, functionName, since })] as const,
  );
  return new Map(await Promise.all(lines));
}
