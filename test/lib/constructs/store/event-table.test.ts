import { describe, expect, it } from '@jest/globals';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Template } from 'aws-cdk-lib/assertions';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { keyAttributes } from '../../../../lambdas/adapters/dynamodb/key-attributes.ts';
import { pendingIndex } from '../../../../lambdas/core/outbox/pending-shard.ts';
import { dueIndex } from '../../../../lambdas/core/saga/timers/due-shard.ts';
import { EventTable, type EventTableProps, eventTableDefaults } from '../../../../lib/constructs/store/event-table.ts';
import { tableSchema } from '../../../../lib/constructs/store/table-schema.ts';
import { createApp, createStack, onlyResource, statementsOf, templateOf } from '../../synth.ts';

const tableId = 'EventsTable4B7491D3';
const templateWith = (props?: EventTableProps): Template =>
  templateOf((stack) => new EventTable(stack, 'Events', props));

function granted(grant: (table: EventTable, role: Role) => unknown, props?: EventTableProps): readonly unknown[] {
  return statementsOf(
    templateOf((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      grant(new EventTable(stack, 'Events', props), role);
    }),
  );
}

describe('EventTable', () => {
  it('has the documented defaults', () => {
    expect(eventTableDefaults).toEqual({
      pointInTimeRecovery: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  });

  it('is on demand with a stream of whole items, expiry, recovery and protection', () => {
    expect(onlyResource(templateWith(), 'AWS::DynamoDB::GlobalTable')).toEqual({
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'pendingShard', AttributeType: 'S' },
        { AttributeName: 'pendingSince', AttributeType: 'N' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'pending',
          KeySchema: [
            { AttributeName: 'pendingShard', KeyType: 'HASH' },
            { AttributeName: 'pendingSince', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'dueShard', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          GlobalSecondaryIndexes: [{ IndexName: 'pending' }, { IndexName: 'due' }],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          Region: { Ref: 'AWS::Region' },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    templateWith().hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
  });

  it('names its keys as the adapter of the table does', () => {
    expect({ partition: tableSchema.partitionKey, sort: tableSchema.sortKey }).toEqual(keyAttributes);
    for (const [schema, { name, shard, at }] of [
      [tableSchema.pending, pendingIndex],
      [tableSchema.due, dueIndex],
    ] as const) {
      expect(schema).toEqual({ indexName: name, partitionKey: shard, sortKey: at });
    }
  });

  it('can be thrown away when told', () => {
    const template = templateWith({
      deletionProtection: false,
      pointInTimeRecovery: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
    expect(onlyResource(template, 'AWS::DynamoDB::GlobalTable')).toMatchObject({
      Replicas: [
        {
          DeletionProtectionEnabled: false,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        },
      ],
    });
  });

  it('applies overrides last', () => {
    const template = templateWith({ overrides: { tableName: 'events' } });

    expect(onlyResource(template, 'AWS::DynamoDB::GlobalTable')).toMatchObject({ TableName: 'events' });
  });

  it.each([
    [undefined, 'no stream'],
    [StreamViewType.NEW_IMAGE, 'NEW_IMAGE'],
  ])('fails when the overrides make its stream %s', (dynamoStream, got) => {
    expect(() => templateWith({ overrides: { dynamoStream } })).toThrow(
      `the stream must show NEW_AND_OLD_IMAGES, got ${got}`,
    );
  });

  it('knows the ARN of its stream', () => {
    const stack = createStack();

    expect(stack.resolve(new EventTable(stack, 'Events').streamArn)).toEqual({ 'Fn::GetAtt': [tableId, 'StreamArn'] });
  });

  it('stands for an existing table by its ARN', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:111111111111:table/events';

    expect(EventTable.fromTableArn(createStack(), 'Events', arn).tableName).toBe('events');
  });
});

describe('access to an EventTable', () => {
  const table = { 'Fn::GetAtt': [tableId, 'Arn'] };

  it('by store is five actions on the items whose key begins with the store', () => {
    expect(granted((events, role) => events.grantStore(role, ['order', 'stock']))).toEqual([
      {
        Action: [
          'dynamodb:ConditionCheckItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['order-*', 'stock-*'] } },
        Effect: 'Allow',
        Resource: table,
      },
    ]);
  });

  it('to read a store is two actions on the items whose key begins with the store', () => {
    expect(granted((events, role) => events.grantRead(role, ['order']))).toEqual([
      {
        Action: ['dynamodb:GetItem', 'dynamodb:Query'],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['order-*'] } },
        Effect: 'Allow',
        Resource: table,
      },
    ]);
    expect(() => granted((events, role) => events.grantRead(role, []))).toThrow('a grant must name a store, got none');
  });

  it('to settle is UpdateItem', () => {
    expect(granted((events, role) => events.grantSettle(role))).toEqual([
      { Action: 'dynamodb:UpdateItem', Effect: 'Allow', Resource: table },
    ]);
  });

  it('to look at what is under a claim is GetItem', () => {
    expect(granted((events, role) => events.grantClaimRead(role))).toEqual([
      { Action: 'dynamodb:GetItem', Effect: 'Allow', Resource: table },
    ]);
  });

  it('to what is due is to query its index, to read and move the sagas of the named stores, and to hold leases', () => {
    const index = { 'Fn::Join': ['', [table, '/index/due']] };

    expect(granted((events, role) => events.grantDue(role, ['fulfilment']))).toEqual([
      { Action: 'dynamodb:Query', Effect: 'Allow', Resource: index },
      {
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['fulfilment-*', 'sweeper-*'] } },
        Effect: 'Allow',
        Resource: table,
      },
    ]);
    expect(() => granted((events, role) => events.grantDue(role, []))).toThrow('a grant must name a store, got none');
  });

  it('to count failures is PutItem in the partition of one breaker', () => {
    expect(granted((events, role) => events.grantBreaker(role, 'orders'))).toEqual([
      {
        Action: 'dynamodb:PutItem',
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['breaker-orders'] } },
        Effect: 'Allow',
        Resource: table,
      },
    ]);
  });

  it('to guard is to read and put in the partitions of the named breakers', () => {
    expect(granted((events, role) => events.grantGuard(role, ['orders', 'payments']))).toEqual([
      {
        Action: ['dynamodb:PutItem', 'dynamodb:Query'],
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['breaker-orders', 'breaker-payments'] } },
        Effect: 'Allow',
        Resource: table,
      },
    ]);
  });

  it('to the stream is the four actions that Lambda asks for', () => {
    expect(granted((events, role) => events.grantStreamRead(role))).toEqual([
      {
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
      },
    ]);
  });

  it('includes the key of the table where it has one', () => {
    const stack = new Stack(createApp(), 'Test', { env: { region: 'eu-west-1' } });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    new EventTable(stack, 'Events', { encryptionKey: new Key(stack, 'Key') }).grantSettle(role);

    expect(statementsOf(Template.fromStack(stack))).toContainEqual({
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    });
  });

  it.each([[[]], [['*']], [['order-1']], [['Order']], [['']], [['order', 'or*']]])(
    'fails for the stores %j, which are none or too wide',
    (stores) => {
      expect(() => granted((events, role) => events.grantStore(role, stores))).toThrow(
        stores.length === 0 ? 'a grant must name a store, got none' : 'a store must be a lower-case word',
      );
    },
  );
});
