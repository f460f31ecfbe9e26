import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { itemOf } from '../../lambdas/adapters/dynamodb/item-of.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';

/** Every item of a table, by partition and sort key. */
export async function tableItems(client: DynamoDBClient, tableName: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    items.push(...Items.map(itemOf));
  }
  return items.sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}

function textOf({ key }: Item): string {
  return JSON.stringify([key.partition, key.sort]);
}
