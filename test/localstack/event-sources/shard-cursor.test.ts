import { describe, expect, it } from '@jest/globals';
import {
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { type ShardCursor, openShard } from '../../../localstack/event-sources/shard-cursor.ts';
import { sdkRecord, testStreamArn } from '../../support/stream-records.ts';

interface Rig {
  readonly cursor: ShardCursor;
  /** Where iterators were asked for. */
  readonly places: string[];
  readonly gaps: () => number;
}

type Answer = Error | { readonly sequences: readonly string[]; readonly last?: boolean };

/** A cursor over a service that gives these answers to `GetRecords`, in this order. */
function rigOf(after: string | undefined, answers: readonly Answer[]): Rig {
  const places: string[] = [];
  const left = [...answers];
  let gaps = 0;
  const streams = new DynamoDBStreamsClient({ region: 'us-east-1' });
  streams.send = (command: unknown) => Promise.resolve(answerTo(command));
  const answerTo = (command: unknown): unknown => {
    if (command instanceof GetShardIteratorCommand) {
      const { ShardIteratorType: type = 'LATEST', SequenceNumber: sequence } = command.input;
      places.push(sequence === undefined ? type : `${type} ${sequence}`);
      return { ShardIterator: 'iterator' };
    }
    expect(command).toBeInstanceOf(GetRecordsCommand);
    return recordsOf(left.shift());
  };
  const onTrimmed = (): void => {
    gaps += 1;
  };
  const cursor = openShard({ streams, streamArn: testStreamArn, shardId: 'shard-1', after, onTrimmed });
  return { cursor, places, gaps: () => gaps };
}

function recordsOf(answer: Answer = new TypeError('an answer must have been prepared')): unknown {
  if (answer instanceof Error) {
    throw answer;
  }
  return {
    Records: answer.sequences.map((sequence) => sdkRecord(sequence)),
    NextShardIterator: answer.last === true ? undefined : 'iterator',
  };
}

const sequencesIn = async (cursor: ShardCursor): Promise<readonly unknown[]> =>
  (await cursor.next()).records.map(({ dynamodb }) => dynamodb?.SequenceNumber);

const expired = new ExpiredIteratorException({ message: 'expired', $metadata: {} });
const trimmed = new TrimmedDataAccessException({ message: 'trimmed', $metadata: {} });

describe('openShard', () => {
  it('begins with the oldest record and follows the iterator', async () => {
    const { cursor, places } = rigOf(undefined, [{ sequences: ['1', '2'] }, { sequences: ['3'] }]);

    expect([await sequencesIn(cursor), await sequencesIn(cursor)]).toEqual([['1', '2'], ['3']]);
    expect(places).toEqual(['TRIM_HORIZON']);
  });

  it('begins after a checkpoint', async () => {
    const { cursor, places } = rigOf('7', [{ sequences: ['8'] }]);
    await cursor.next();

    expect(places).toEqual(['AFTER_SEQUENCE_NUMBER 7']);
  });

  it('renews an iterator that expired after the last record that was read', async () => {
    const { cursor, places } = rigOf(undefined, [{ sequences: ['1', '2'] }, expired, { sequences: ['3'] }]);
    await cursor.next();

    expect(await sequencesIn(cursor)).toEqual(['3']);
    expect(places).toEqual(['TRIM_HORIZON', 'AFTER_SEQUENCE_NUMBER 2']);
  });

  it('failure mode 16: goes on with the oldest record and tells of the gap when what follows is no longer kept', async () => {
    const { cursor, places, gaps } = rigOf('7', [trimmed, { sequences: ['90'] }]);

    expect(await sequencesIn(cursor)).toEqual(['90']);
    expect(places).toEqual(['AFTER_SEQUENCE_NUMBER 7', 'TRIM_HORIZON']);
    expect(gaps()).toBe(1);
  });

  it('reads the same records again after an error that it does not know', async () => {
    const { cursor, places } = rigOf('7', [new Error('ECONNRESET'), { sequences: ['8'] }]);

    await expect(cursor.next()).rejects.toThrow('ECONNRESET');
    expect(await sequencesIn(cursor)).toEqual(['8']);
    expect(places).toEqual(['AFTER_SEQUENCE_NUMBER 7', 'AFTER_SEQUENCE_NUMBER 7']);
  });

  it('says which page is the last of a closed shard', async () => {
    const { cursor } = rigOf(undefined, [{ sequences: ['1'] }, { sequences: ['2'], last: true }]);

    expect([(await cursor.next()).last, (await cursor.next()).last]).toEqual([false, true]);
  });
});
