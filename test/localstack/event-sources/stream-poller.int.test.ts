import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDirectory } from '../../../localstack/backends/project-paths.ts';
import { createFileCheckpoints } from '../../../localstack/event-sources/file-checkpoints.ts';
import type { LambdaStreamRecord } from '../../../localstack/event-sources/lambda-stream-record.ts';
import type { MappingSettings } from '../../../localstack/event-sources/mapping-settings.ts';
import { openStreamPoller } from '../../../localstack/event-sources/open-stream-poller.ts';
import { type StreamPoller, createStreamPoller } from '../../../localstack/event-sources/stream-poller.ts';
import { createEventTable } from '../../support/create-event-table.ts';
import { type FailingFunction, type SeenInvocation, deployFailingFunction } from './failing-function.ts';

const testMs = 60_000;
const atOnce = { wait: (): Promise<void> => Promise.resolve() };

const dynamo = new DynamoDBClient({});
const streams = new DynamoDBStreamsClient({});
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const directories: string[] = [];

let lambda: LambdaClient;
let failing: FailingFunction;
let tableName: string;
let settings: MappingSettings;
let failuresUrl: string;
let directory: string;

beforeAll(async () => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `failures-${randomUUID()}` }));
  failuresUrl = QueueUrl;
});

afterAll(async () => {
  await sqs.send(new DeleteQueueCommand({ QueueUrl: failuresUrl }));
  await Promise.all(directories.map((folder) => rm(folder, { recursive: true, force: true })));
  [dynamo, streams, sqs].forEach((client) => {
    client.destroy();
  });
});

beforeEach(async () => {
  lambda = new LambdaClient({});
  failing = await deployFailingFunction(lambda);
  tableName = `stream-${randomUUID()}`;
  directory = join(testDirectory, `checkpoints-${randomUUID()}`);
  directories.push(directory);
  settings = {
    streamArn: await createEventTable(dynamo, tableName),
    functionArn: failing.functionArn,
    batchSize: 10,
    maximumRetryAttempts: 5,
    maximumRecordAgeSeconds: -1,
    bisectBatchOnFunctionError: true,
    reportBatchItemFailures: true,
    onFailure: await queueArn(failuresUrl),
    filters: [],
  };
});

afterEach(async () => {
  await failing.remove();
  await dynamo.send(new DeleteTableCommand({ TableName: tableName }));
  lambda.destroy();
});

describe('createStreamPoller', () => {
  it(
    'failure mode 16: hands over every record in order although some fail first, and none again that succeeded',
    async () => {
      await write(30, (number) => (number % 7 === 3 ? { fails: { N: '2' } } : {}));

      await pollToTheEnd(poller());

      expect(succeeded(failing.invocations)).toEqual(numbers(30));
    },
    testMs,
  );

  it(
    'failure mode 16: gives a record up after its retries, tells where it is, and goes on behind it',
    async () => {
      await write(12, (number) => (number === 5 ? { throws: { BOOL: true } } : {}));

      await pollToTheEnd(poller({ maximumRetryAttempts: 2 }));

      const lost = records(failing.invocations).find(({ dynamodb }) => numberOf(dynamodb) === 5)?.dynamodb;
      expect(new Set(succeeded(failing.invocations))).toEqual(new Set(numbers(12).filter((number) => number !== 5)));
      expect(await nextFailure()).toMatchObject({
        requestContext: { condition: 'RetryAttemptsExhausted', functionArn: failing.functionArn },
        responseContext: { functionError: 'Unhandled' },
        DDBStreamBatchInfo: {
          startSequenceNumber: lost?.SequenceNumber,
          endSequenceNumber: lost?.SequenceNumber,
          batchSize: 1,
          streamArn: settings.streamArn,
        },
      });
    },
    testMs,
  );

  it(
    'failure mode 2: hands the whole batch over again when an answer names a record that is not in it',
    async () => {
      await write(4, (number) => (number === 2 ? { fails: { N: '1' }, answer: { S: 'of nowhere' } } : {}));

      await pollToTheEnd(poller({ bisectBatchOnFunctionError: false }));

      expect(failing.invocations.map((each) => each.records.map(({ dynamodb }) => numberOf(dynamodb)))).toEqual([
        numbers(4),
        numbers(4),
      ]);
    },
    testMs,
  );

  it(
    'goes on from its checkpoint after a restart and hands nothing over twice',
    async () => {
      await write(15);
      await pollToTheEnd(poller());
      await write(10, undefined, 15);

      await pollToTheEnd(poller());

      expect(succeeded(failing.invocations)).toEqual(numbers(25));
    },
    testMs,
  );

  it(
    'loses nothing when it is stopped while a record keeps failing',
    async () => {
      await write(8, (number) => (number === 3 ? { fails: { N: '4' } } : {}));
      const first = poller({ maximumRetryAttempts: -1 });
      await pollUntil(first, () => first.counters().retries > 1);

      await pollToTheEnd(poller({ maximumRetryAttempts: -1 }));

      expect(succeeded(failing.invocations)).toEqual(numbers(8));
    },
    testMs,
  );

  it(
    'hands over what a filter lets pass, in the shape in which Lambda does',
    async () => {
      await write(2);
      await write(1, undefined, 2);

      await pollToTheEnd(poller({ filters: ['{"eventName":["INSERT"]}'] }));

      const [record, ...others] = records(failing.invocations);
      expect(others).toEqual([]);
      expect(record).toEqual({
        eventID: expect.any(String),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        eventSourceARN: settings.streamArn,
        dynamodb: {
          ApproximateCreationDateTime: expect.any(Number),
          Keys: { pk: { S: 'order-1' }, sk: { S: 'tip' } },
          NewImage: { pk: { S: 'order-1' }, sk: { S: 'tip' }, number: { N: '1' }, bytes: { B: 'AQID' } },
          SequenceNumber: expect.stringMatching(/^\d+$/u),
          SizeBytes: expect.any(Number),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      });
    },
    testMs,
  );
});

describe('openStreamPoller', () => {
  it(
    'works by the settings of the deployed mapping, which the endpoint itself polls no longer',
    async () => {
      await lambda.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: settings.streamArn,
          FunctionName: failing.functionName,
          StartingPosition: 'TRIM_HORIZON',
          Enabled: false,
          BatchSize: 4,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        }),
      );
      await write(10, (number) => (number === 6 ? { fails: { N: '1' } } : {}));

      const { streamArn } = settings;
      const { functionName } = failing;
      await pollToTheEnd(await openStreamPoller({ streams, lambda, sqs, streamArn, functionName, directory }));

      expect(succeeded(failing.invocations)).toEqual(numbers(10));
      expect(Math.max(...failing.invocations.map((each) => each.records.length))).toBe(4);
    },
    testMs,
  );
});

function poller(change: Partial<MappingSettings> = {}): StreamPoller {
  return createStreamPoller({
    ...{ streams, lambda, sqs },
    settings: { ...settings, ...change },
    checkpoints: createFileCheckpoints({ directory, streamArn: settings.streamArn }),
    backoff: atOnce,
  });
}

async function pollToTheEnd(polled: StreamPoller): Promise<void> {
  const stop = new AbortController();
  const run = polled.run(stop.signal);
  await Promise.race([polled.caughtUp(), run]);
  stop.abort();
  await run;
}

async function pollUntil(polled: StreamPoller, holds: () => boolean): Promise<void> {
  const stop = new AbortController();
  const run = polled.run(stop.signal);
  while (!holds()) {
    await new Promise(setImmediate);
  }
  stop.abort();
  await run;
}

/** What an item may tell the function to do with its record. */
interface WhatToFail {
  readonly fails?: { readonly N: string };
  readonly answer?: { readonly S: string };
  readonly throws?: { readonly BOOL: true };
}

/** Writes an item again and again: every change is numbered, and one shard keeps their order. */
async function write(count: number, more: (number: number) => WhatToFail = () => ({}), after = 0): Promise<void> {
  for (const number of numbers(count).map((each) => each + after)) {
    const keys = { pk: { S: 'order-1' }, sk: { S: 'tip' } };
    const fields = { number: { N: String(number) }, bytes: { B: Uint8Array.of(1, 2, 3) } };
    await dynamo.send(
      new PutItemCommand({
        TableName: tableName,
        Item: { ...keys, ...fields, ...Object.fromEntries(Object.entries(more(number))) },
      }),
    );
  }
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function records(invocations: readonly SeenInvocation[]): readonly LambdaStreamRecord[] {
  return invocations.flatMap((each) => each.records);
}

/** The numbers of the records that the function let pass, in the order in which it did. */
function succeeded(invocations: readonly SeenInvocation[]): readonly number[] {
  return invocations
    .filter(({ threw }) => !threw)
    .flatMap(({ records: handed, failedFrom }) => {
      const failed = handed.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failedFrom);
      return handed.slice(0, failed === -1 ? handed.length : failed);
    })
    .map(({ dynamodb }) => numberOf(dynamodb));
}

function numberOf({ NewImage = {} }: LambdaStreamRecord['dynamodb']): number {
  return Number((NewImage['number'] as { readonly N: string }).N);
}

async function queueArn(url: string): Promise<string | undefined> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return Attributes?.['QueueArn'];
}

async function nextFailure(): Promise<unknown> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: failuresUrl, WaitTimeSeconds: 5 }));
  return JSON.parse(Messages[0]?.Body ?? 'null') as unknown;
}
