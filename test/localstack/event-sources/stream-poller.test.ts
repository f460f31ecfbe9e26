import { describe, expect, it } from '@jest/globals';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Checkpoint, Checkpoints } from '../../../localstack/event-sources/checkpoints.ts';
import { mappingSettingsOf } from '../../../localstack/event-sources/mapping-settings.ts';
import { type StreamPoller, createStreamPoller } from '../../../localstack/event-sources/stream-poller.ts';
import { sdkRecord, testStreamArn } from '../../support/stream-records.ts';

interface FakeShard {
  readonly parent?: string;
  readonly records: string[];
  readonly closed?: boolean;
}

interface Rig {
  readonly poller: StreamPoller;
  readonly shards: Record<string, FakeShard>;
  /** What the function was handed, invocation by invocation. */
  readonly handed: (readonly string[])[];
  readonly sent: unknown[];
  readonly saved: Map<string, Checkpoint>;
}

/** Answers what the function answers to these sequence numbers; a throw is a function error. */
type FakeFunction = (sequences: readonly string[]) => unknown;

function rigOf(
  shards: Record<string, FakeShard>,
  run: FakeFunction = () => ({ batchItemFailures: [] }),
  saved = new Map<string, Checkpoint>(),
): Rig {
  const handed: (readonly string[])[] = [];
  const sent: unknown[] = [];
  const checkpoints: Checkpoints = {
    read: (shardId) => Promise.resolve(saved.get(shardId)),
    write: (shardId, checkpoint) => {
      saved.set(shardId, checkpoint);
      return Promise.resolve();
    },
  };
  const poller = createStreamPoller({
    streams: fakeStreams(shards),
    lambda: fakeLambda(handed, run),
    sqs: fakeSqs(sent),
    settings: mappingSettingsOf({
      EventSourceArn: testStreamArn,
      FunctionArn: 'arn:function',
      BatchSize: 2,
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failures' } },
      FilterCriteria: { Filters: [{ Pattern: '{"eventID":[{"anything-but":"event-99"}]}' }] },
    }),
    checkpoints,
    backoff: { wait: () => Promise.resolve() },
    clock: { now: () => 0 },
    emptyPauseMs: 1,
    listPauseMs: 1,
  });
  return { poller, shards, handed, sent, saved };
}

/** Iterators are `<shard> <index>`. */
function fakeStreams(shards: Record<string, FakeShard>): DynamoDBStreamsClient {
  const streams = new DynamoDBStreamsClient({ region: 'us-east-1' });
  const answerTo = (command: unknown): unknown => {
    if (command instanceof DescribeStreamCommand) {
      return describedAfter(shards, command.input.ExclusiveStartShardId);
    }
    if (command instanceof GetShardIteratorCommand) {
      const { ShardId = '', SequenceNumber = '' } = command.input;
      return { ShardIterator: `${ShardId} ${(shards[ShardId]?.records.indexOf(SequenceNumber) ?? -1) + 1}` };
    }
    expect(command).toBeInstanceOf(GetRecordsCommand);
    return command instanceof GetRecordsCommand ? recordsAt(shards, command.input.ShardIterator) : undefined;
  };
  streams.send = (command: unknown) => Promise.resolve(answerTo(command));
  return streams;
}

/** One shard a page. */
function describedAfter(shards: Record<string, FakeShard>, after: string | undefined): unknown {
  const all = Object.entries(shards).map(([ShardId, { parent }]) => ({ ShardId, ParentShardId: parent }));
  const [shard, ...later] = all.slice(all.findIndex(({ ShardId }) => ShardId === after) + 1);
  return {
    StreamDescription: {
      Shards: shard === undefined ? [] : [shard],
      LastEvaluatedShardId: later.length > 0 ? shard?.ShardId : undefined,
    },
  };
}

function recordsAt(shards: Record<string, FakeShard>, iterator = ''): unknown {
  const [shardId = '', index] = iterator.split(' ');
  const { records = [], closed = false } = shards[shardId] ?? {};
  return {
    Records: records.slice(Number(index)).map((sequence) => sdkRecord(sequence)),
    NextShardIterator: closed ? undefined : `${shardId} ${records.length}`,
  };
}

function fakeLambda(handed: (readonly string[])[], run: FakeFunction): LambdaClient {
  const lambda = new LambdaClient({ region: 'us-east-1' });
  const bytes = (text: string): unknown => Object.assign(Buffer.from(text), { transformToString: () => text });
  lambda.send = (command: unknown) => {
    const payload = command instanceof InvokeCommand ? command.input.Payload : undefined;
    const event = JSON.parse(typeof payload === 'string' ? payload : '') as {
      Records: { dynamodb: { SequenceNumber: string } }[];
    };
    const sequences = event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    handed.push(sequences);
    try {
      return Promise.resolve({ $metadata: { requestId: 'r' }, Payload: bytes(JSON.stringify(run(sequences))) });
    } catch {
      return Promise.resolve({ $metadata: { requestId: 'r' }, FunctionError: 'Unhandled', Payload: bytes('{}') });
    }
  };
  return lambda;
}

function fakeSqs(sent: unknown[]): SQSClient {
  const sqs = new SQSClient({ region: 'us-east-1' });
  sqs.send = (command: unknown) => {
    if (command instanceof SendMessageCommand) {
      sent.push([command.input.QueueUrl, JSON.parse(command.input.MessageBody ?? '')]);
    }
    return Promise.resolve(
      command instanceof GetQueueUrlCommand ? { QueueUrl: `http://localhost/${command.input.QueueName ?? ''}` } : {},
    );
  };
  return sqs;
}

async function pollUntilCaughtUp({ poller }: Rig): Promise<void> {
  const stop = new AbortController();
  const running = poller.run(stop.signal);
  await poller.caughtUp();
  stop.abort();
  await running;
}

describe('createStreamPoller', () => {
  it('hands over all records in full batches, moves over filtered ones, and has no lag then', async () => {
    const rig = rigOf({ a: { records: ['1', '2', '3', '99'] } });
    const before = rig.poller.lag();
    await pollUntilCaughtUp(rig);

    expect(rig.handed).toEqual([['1', '2'], ['3']]);
    expect(rig.saved.get('a')).toEqual({ sequenceNumber: '99', finished: false });
    expect([before, rig.poller.lag()]).toEqual([1, 0]);
    expect(rig.poller.counters()).toEqual({ records: 3, invocations: 2, retries: 0, failures: 0, gaps: 0 });
  });

  it('failure mode 16: reads children only when their parent is finished, whatever order they are listed in', async () => {
    const rig = rigOf({
      child: { parent: 'root', records: ['3', '4'] },
      root: { parent: 'gone', records: ['1', '2'], closed: true },
    });
    await pollUntilCaughtUp(rig);

    expect(rig.handed).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(rig.saved.get('root')).toEqual({ sequenceNumber: '2', finished: true });
  });

  it('goes on from its checkpoints after a restart, and leaves finished shards alone', async () => {
    const saved = new Map<string, Checkpoint>([
      ['root', { sequenceNumber: '2', finished: true }],
      ['child', { sequenceNumber: '3', finished: false }],
    ]);
    const shards = {
      root: { records: ['1', '2'], closed: true },
      child: { parent: 'root', records: ['3', '4'] },
    };
    const rig = rigOf(shards, undefined, saved);
    await pollUntilCaughtUp(rig);

    expect(rig.handed).toEqual([['4']]);
  });

  it('failure mode 16: tells the on-failure queue of a record that is given up, then goes on behind it', async () => {
    const rig = rigOf({ a: { records: ['1', '2', '3'] } }, (sequences) => {
      if (sequences.includes('1')) {
        throw new TypeError('a poison record');
      }
      return null;
    });
    await pollUntilCaughtUp(rig);

    expect(rig.handed).toEqual([['1', '2'], ['1'], ['1'], ['2'], ['3']]);
    expect(rig.sent).toEqual([
      [
        'http://localhost/failures',
        expect.objectContaining({
          requestContext: expect.objectContaining({ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 }),
          DDBStreamBatchInfo: expect.objectContaining({ shardId: 'a', startSequenceNumber: '1', batchSize: 1 }),
        }),
      ],
    ]);
    expect(rig.saved.get('a')?.sequenceNumber).toBe('3');
  });

  it('failure mode 16: a shard that fails holds up no other shard', async () => {
    const rig = rigOf({ bad: { records: ['1'] }, good: { records: ['2'] } }, (sequences) => ({
      batchItemFailures: sequences.includes('1') && !rig.saved.has('good') ? [{ itemIdentifier: '1' }] : [],
    }));
    await pollUntilCaughtUp(rig);

    expect(rig.saved.get('good')?.sequenceNumber).toBe('2');
  });

  it('finds what is written, and shards that appear, while it polls', async () => {
    const rig = rigOf({ a: { records: ['1'] } });
    const stop = new AbortController();
    const running = rig.poller.run(stop.signal);
    await rig.poller.caughtUp();
    rig.shards['a']?.records.push('2');
    rig.shards['b'] = { records: ['3'] };
    await rig.poller.caughtUp();
    stop.abort();
    await running;

    expect(rig.handed.flat().sort()).toEqual(['1', '2', '3']);
  });

  it('rejects, and with it whoever waits, when the service refuses', async () => {
    const rig = rigOf({ a: { records: ['1'] } }, () => {
      throw new TypeError('never asked');
    });
    const refusal = Object.assign(new Error('no such function'), { $metadata: { httpStatusCode: 404 } });
    const streams = new DynamoDBStreamsClient({ region: 'us-east-1' });
    streams.send = () => Promise.reject(refusal);
    const poller = createStreamPoller({
      streams,
      lambda: fakeLambda([], () => null),
      sqs: fakeSqs([]),
      settings: mappingSettingsOf({ EventSourceArn: testStreamArn, FunctionArn: 'arn:function' }),
      checkpoints: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
      backoff: { wait: () => Promise.resolve() },
    });
    const caughtUp = poller.caughtUp();
    const running = poller.run(new AbortController().signal);

    await expect(caughtUp).rejects.toMatchObject({ code: 'backend-failed' });
    await expect(running).rejects.toMatchObject({ code: 'backend-failed', cause: refusal });
    expect(rig.handed).toEqual([]);
  });
});
