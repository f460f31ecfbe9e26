import { describe, expect, it } from '@jest/globals';
import { itemChangeOf } from '../../../lambdas/adapters/dynamodb/item-change-of.ts';
import { lambdaStreamRecord } from '../../../localstack/event-sources/lambda-stream-record.ts';
import { lambdaRecord, sdkRecord, testStreamArn } from '../../support/stream-records.ts';

describe('lambdaStreamRecord', () => {
  it('has the fields and the forms of a record that Lambda hands to a function', () => {
    expect(lambdaRecord('49590338271490256608559692538361571095', 1_700_000_000.5)).toEqual({
      eventID: 'event-49590338271490256608559692538361571095',
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 1_700_000_000.5,
        Keys: { pk: { S: 'order-49590338271490256608559692538361571095' }, sk: { S: 'tip' } },
        NewImage: { pk: { S: 'order-49590338271490256608559692538361571095' }, sk: { S: 'tip' } },
        SequenceNumber: '49590338271490256608559692538361571095',
        SizeBytes: 10,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: testStreamArn,
    });
  });

  it('carries every type of value in the JSON of DynamoDB, bytes as base64 at any depth', () => {
    const image = {
      n: { N: '123456789012345678901234567890' },
      b: { B: new Uint8Array([1, 2]) },
      bs: { BS: [new Uint8Array([3])] },
      m: { M: { l: { L: [{ B: new Uint8Array([4]) }, { NULL: true as const }, { BOOL: false }] } } },
      ss: { SS: ['a'] },
    };
    const record = lambdaStreamRecord({ ...sdkRecord('1'), dynamodb: { SequenceNumber: '1', OldImage: image } }, 'arn');

    expect(record.dynamodb.OldImage).toEqual({
      n: { N: '123456789012345678901234567890' },
      b: { B: 'AQI=' },
      bs: { BS: ['Aw=='] },
      m: { M: { l: { L: [{ B: 'BA==' }, { NULL: true }, { BOOL: false }] } } },
      ss: { SS: ['a'] },
    });
    expect(record.dynamodb).not.toHaveProperty('NewImage');
  });

  it('failure mode 16: says who deleted an item that expired', () => {
    const expired = { ...sdkRecord('1'), userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } };

    expect(lambdaStreamRecord(expired, 'arn').userIdentity).toEqual({
      principalId: 'dynamodb.amazonaws.com',
      type: 'Service',
    });
  });

  it('is what the deployed relay reads, also after its way through JSON', () => {
    const received: unknown = JSON.parse(JSON.stringify(lambdaRecord('7')));

    expect(itemChangeOf(received)).toMatchObject({ sequence: '7', before: undefined });
  });
});
