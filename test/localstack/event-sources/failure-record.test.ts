import { describe, expect, it } from '@jest/globals';
import { failureRecord } from '../../../localstack/event-sources/failure-record.ts';
import { lambdaRecord, testStreamArn } from '../../support/stream-records.ts';

const facts = {
  batch: {
    records: [lambdaRecord('100', 1_700_000_000.9), lambdaRecord('200', 1_700_000_005)],
    failures: 3,
    invocations: 4,
  },
  condition: 'RetryAttemptsExhausted',
  streamArn: testStreamArn,
  functionArn: 'arn:function',
  shardId: 'shard-1',
  requestId: 'request-1',
  now: 1_700_000_010_123,
} as const;

describe('failureRecord', () => {
  it('failure mode 16: points to the records in the shape that AWS documents', () => {
    expect(failureRecord({ ...facts, functionError: 'Unhandled' })).toEqual({
      requestContext: {
        requestId: 'request-1',
        functionArn: 'arn:function',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2023-11-14T22:13:30.123Z',
      DDBStreamBatchInfo: {
        shardId: 'shard-1',
        startSequenceNumber: '100',
        endSequenceNumber: '200',
        approximateArrivalOfFirstRecord: '2023-11-14T22:13:20Z',
        approximateArrivalOfLastRecord: '2023-11-14T22:13:25Z',
        batchSize: 2,
        streamArn: testStreamArn,
      },
    });
  });

  it('names no error of a function that answered', () => {
    expect(failureRecord(facts)).toMatchObject({ responseContext: { functionError: null } });
  });
});
