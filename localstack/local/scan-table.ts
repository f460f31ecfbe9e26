import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { itemOf } from '../../lambdas/adapters/dynamodb/item-of.ts';
import type { Item } from '../../lambdas/core/ports/item-store.ts';

/** Every item of a table, read consistently, page by page. For operators: no function may scan. */
export async function scanTable(client: DynamoDBClient, tableName: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []).map((attributes) => itemOf(attributes)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
