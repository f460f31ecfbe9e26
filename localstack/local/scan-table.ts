import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { itemOf } from '../../lambdas/adapters/dynamodb/item-of.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';
import { scanPages } from './scan-pages.ts';

/** Every item of a table, read consistently, page by page. */
export async function scanTable(client: DynamoDBClient, tableName: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of scanPages(client, { TableName: tableName, ConsistentRead: true })) {
    items.push(...Items.map((attributes) => itemOf(attributes)));
  }
  return items;
}
