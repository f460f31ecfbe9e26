import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { environmentNamed } from '../../../lib/config/environments.ts';
import { logicalIds, outputNames, scrubbed, stacksOf } from './orders-stacks.ts';

describe('DataStack', () => {
  it('keeps the logical ids of the tables, whose change would replace them', () => {
    expect(logicalIds(stacksOf().data, 'AWS::DynamoDB::GlobalTable')).toEqual([
      'EventsTable4B7491D3',
      'IndexTable0C9C7D0C',
    ]);
  });

  it('keeps the logical id of the bucket, whose change would lose the payloads', () => {
    expect(logicalIds(stacksOf().data, 'AWS::S3::Bucket')).toEqual(['PayloadsBucket1715615A']);
  });

  it('shows the tables, their streams and the bucket of payloads', () => {
    expect(outputNames(stacksOf().data)).toEqual([
      ...['EventIndexStreamArn', 'EventIndexTableName', 'PayloadBucketName', 'TableName', 'TableStreamArn'],
    ]);
  });

  it('keeps and protects the table in prod', () => {
    Template.fromStack(stacksOf(environmentNamed('prod')).data).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            Region: 'eu-west-1',
          },
        ],
      },
    });
  });

  it('throws the table away with its stack in local', () => {
    Template.fromStack(stacksOf(environmentNamed('local')).data).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
    });
  });

  it('is as it was', () => {
    expect(scrubbed(stacksOf().data)).toMatchSnapshot();
  });
});
