import { describe, expect, it } from '@jest/globals';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Template } from 'aws-cdk-lib/assertions';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { indexStores } from '../../../../lambdas/contracts/index-stores.ts';
import { checkpointStore } from '../../../../lambdas/core/event-index/checkpoint.ts';
import { indexPartitions } from '../../../../lambdas/core/event-index/index-partition.ts';
import { pointerStore } from '../../../../lambdas/core/event-index/index-pointer.ts';
import { registryStore } from '../../../../lambdas/core/projection/registry.ts';
import { viewStore } from '../../../../lambdas/core/projection/view-key.ts';
import { EventIndexTable, type EventIndexTableProps } from '../../../../lib/constructs/store/event-index-table.ts';
import { createApp, onlyResource, statementsOf, templateOf } from '../../synth.ts';

const tableId = 'IndexTable0C9C7D0C';
const templateWith = (props?: EventIndexTableProps): Template =>
  templateOf((stack) => new EventIndexTable(stack, 'Index', props));

function granted(grant: (table: EventIndexTable, role: Role) => unknown): readonly unknown[] {
  return statementsOf(
    templateOf((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      grant(new EventIndexTable(stack, 'Index'), role);
    }),
  );
}

describe('EventIndexTable', () => {
  it('is on demand with a stream of keys, recovery and protection, and nothing in it expires', () => {
    expect(onlyResource(templateWith(), 'AWS::DynamoDB::GlobalTable')).toEqual({
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          Region: { Ref: 'AWS::Region' },
        },
      ],
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
    templateWith().hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
  });

  it('can be thrown away when told', () => {
    const template = templateWith({ deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });

    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
  });

  it('is encrypted with the key that it is given, which its grants include', () => {
    const stack = new Stack(createApp(), 'Test', { env: { region: 'eu-west-1' } });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    new EventIndexTable(stack, 'Index', { encryptionKey: new Key(stack, 'Key') }).grantViews(role);

    expect(statementsOf(Template.fromStack(stack))).toContainEqual(
      expect.objectContaining({ Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } }),
    );
  });
});

describe('the partitions of an index', () => {
  it('are called as the engine calls them', () => {
    const { pages, pointers, subscriptions, projections, views } = indexStores;

    expect(indexPartitions.every((name) => name.startsWith(`${pages}-`))).toBe(true);
    expect([pointers, subscriptions, projections, views]).toEqual([
      ...[pointerStore, checkpointStore, registryStore, viewStore],
    ]);
  });
});

describe('access to an EventIndexTable', () => {
  const statement = (Action: readonly string[], ...keys: readonly string[]): unknown => ({
    Action,
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
    Effect: 'Allow',
    Resource: { 'Fn::GetAtt': [tableId, 'Arn'] },
  });

  it('to index is to read and write pages and the pointers of streams, and nothing else', () => {
    expect(granted((index, role) => index.grantIndexing(role))).toEqual([
      statement(
        [
          'dynamodb:ConditionCheckItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        'index-*',
        'indexed-*',
      ),
    ]);
  });

  it('to project is to read pages, and to work on subscriptions and views', () => {
    expect(granted((index, role) => index.grantProjecting(role))).toEqual([
      statement(['dynamodb:GetItem', 'dynamodb:Query'], 'index-*'),
      statement(
        [
          'dynamodb:ConditionCheckItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        'checkpoint-*',
        'projection-*',
        'view-*',
      ),
    ]);
  });

  it('to views is to read their rows and which of them are live', () => {
    expect(granted((index, role) => index.grantViews(role))).toEqual([
      statement(['dynamodb:GetItem', 'dynamodb:Query'], 'projection-*', 'view-*'),
    ]);
  });
});
