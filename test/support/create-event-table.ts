import {
  type AttributeDefinition,
  CreateTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import type { SparseIndex } from '../../lambdas/core/ports/item-index.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';

/** Makes a table as `EventTable` deploys it, waits until it is there, and answers its stream's ARN. */
export async function createEventTable(client: DynamoDBClient, tableName: string): Promise<string> {
  const { TableDescription: table } = await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        ...[pendingIndex, dueIndex].flatMap(attributesOf),
      ],
      GlobalSecondaryIndexes: [pendingIndex, dueIndex].map(indexOf),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName: tableName });
  return table?.LatestStreamArn ?? '';
}

function attributesOf({ shard, at }: SparseIndex): AttributeDefinition[] {
  return [
    { AttributeName: shard, AttributeType: 'S' },
    { AttributeName: at, AttributeType: 'N' },
  ];
}

function indexOf({ name, shard, at }: SparseIndex): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: shard, KeyType: 'HASH' },
      { AttributeName: at, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
}
