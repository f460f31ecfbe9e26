import { describe, expect, it } from '@jest/globals';
import { mappingSettingsOf } from '../../../localstack/event-sources/mapping-settings.ts';

const least = { EventSourceArn: 'arn:stream', FunctionArn: 'arn:function' };

describe('mappingSettingsOf', () => {
  it('reads every setting that decides how a stream is read', () => {
    const settings = mappingSettingsOf({
      ...least,
      BatchSize: 50,
      MaximumRetryAttempts: 0,
      MaximumRecordAgeInSeconds: 60,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:queue' } },
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      ParallelizationFactor: 1,
    });

    expect(settings).toEqual({
      streamArn: 'arn:stream',
      functionArn: 'arn:function',
      batchSize: 50,
      maximumRetryAttempts: 0,
      maximumRecordAgeSeconds: 60,
      bisectBatchOnFunctionError: true,
      reportBatchItemFailures: true,
      onFailure: 'arn:queue',
      filters: ['{"eventName":["INSERT"]}'],
    });
  });

  it('assumes what Lambda assumes where the mapping does not say', () => {
    expect(mappingSettingsOf(least)).toEqual({
      streamArn: 'arn:stream',
      functionArn: 'arn:function',
      batchSize: 100,
      maximumRetryAttempts: -1,
      maximumRecordAgeSeconds: -1,
      bisectBatchOnFunctionError: false,
      reportBatchItemFailures: false,
      onFailure: undefined,
      filters: [],
    });
  });

  it('rejects what is no mapping, naming the fields', () => {
    expect(() => mappingSettingsOf({ EventSourceArn: 'arn:stream', BatchSize: '5' })).toThrow(
      expect.objectContaining({ code: 'backend-failed', message: expect.stringMatching(/FunctionArn.*BatchSize/u) }),
    );
  });
});
