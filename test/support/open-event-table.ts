import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { type DynamoDBClient, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createEventTable } from './create-event-table.ts';

/** A table of a test file's own, with a client and a store for it. */
export interface OpenEventTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly items: ItemStore;
}

/** Makes the table before the tests of the file that calls it, and removes it after them. */
export function openEventTable(name: string): OpenEventTable {
  const client = createDynamoClient();
  const tableName = `${name}-${randomUUID()}`;
  beforeAll(async () => {
    await createEventTable(client, tableName);
  });
  afterAll(async () => {
    await client.send(new DeleteTableCommand({ TableName: tableName }));
    client.destroy();
  });
  return { client, tableName, items: createDynamoItemStore({ client, tableName, sleep, random: Math.random }) };
}
