import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  EVENT_TABLE_EVENT_STORE_ID_KEY,
  EVENT_TABLE_INITIAL_EVENT_INDEX_NAME,
  EVENT_TABLE_PK,
  EVENT_TABLE_SK,
  EVENT_TABLE_TIMESTAMP_KEY,
} from '@castore/event-storage-adapter-dynamodb';
import { keyAttributes } from '../../lambdas/adapters/dynamodb/key-attributes.ts';
import { pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import type { SparseIndex } from '../../lambdas/core/ports/item-index.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';

/** Names of the tables of both sides. */
export interface EventTables {
  readonly ours: string;
  readonly castore: string;
}

/** Makes a table for each side, with the indexes and streams that each side's documentation asks for. */
export async function createTables(client: DynamoDBClient, suffix: string): Promise<EventTables> {
  const names: EventTables = { ours: `ours-${suffix}`, castore: `castore-${suffix}` };
  await client.send(new CreateTableCommand({ ...ourTable, TableName: names.ours }));
  await client.send(new CreateTableCommand({ ...castoreTable, TableName: names.castore }));
  return names;
}

type TableShape = Omit<CreateTableCommandInput, 'TableName'>;

const shared = {
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} as const;

const sparse: readonly SparseIndex[] = [pendingIndex, dueIndex];

const ourTable: TableShape = {
  ...shared,
  KeySchema: keyOf(keyAttributes.partition, keyAttributes.sort),
  AttributeDefinitions: [
    { AttributeName: keyAttributes.partition, AttributeType: 'S' },
    { AttributeName: keyAttributes.sort, AttributeType: 'S' },
    ...sparse.flatMap(({ shard, at }) => [
      { AttributeName: shard, AttributeType: 'S' } as const,
      { AttributeName: at, AttributeType: 'N' } as const,
    ]),
  ],
  GlobalSecondaryIndexes: sparse.map(({ name, shard, at }) => indexOf(name, shard, at)),
};

const castoreTable: TableShape = {
  ...shared,
  KeySchema: keyOf(EVENT_TABLE_PK, EVENT_TABLE_SK),
  AttributeDefinitions: [
    { AttributeName: EVENT_TABLE_PK, AttributeType: 'S' },
    { AttributeName: EVENT_TABLE_SK, AttributeType: 'N' },
    { AttributeName: EVENT_TABLE_EVENT_STORE_ID_KEY, AttributeType: 'S' },
    { AttributeName: EVENT_TABLE_TIMESTAMP_KEY, AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    indexOf(EVENT_TABLE_INITIAL_EVENT_INDEX_NAME, EVENT_TABLE_EVENT_STORE_ID_KEY, EVENT_TABLE_TIMESTAMP_KEY),
  ],
};

function keyOf(hash: string, range: string): NonNullable<TableShape['KeySchema']> {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}

function indexOf(name: string, hash: string, range: string): NonNullable<TableShape['GlobalSecondaryIndexes']>[number] {
  return { IndexName: name, KeySchema: keyOf(hash, range), Projection: { ProjectionType: 'KEYS_ONLY' } };
}
