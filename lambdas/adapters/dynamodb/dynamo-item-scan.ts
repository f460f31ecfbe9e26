import { type AttributeValue, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { ItemScan, ScanRequest } from '../../core/ports/item-scan.ts';
import type { DynamoItemStoreDependencies } from './dynamo-item-store.ts';
import { createExpressionAliases } from './expression-aliases.ts';
import { itemOf } from './item-of.ts';
import { keyAttributes } from './key-attributes.ts';
import { withRetries } from './with-retries.ts';

/** Looks through a DynamoDB table: one consistent request for each megabyte of it. */
export function createDynamoItemScan(dependencies: DynamoItemStoreDependencies): ItemScan {
  const { client, tableName } = dependencies;
  return {
    async *pages(request) {
      const first = scanRequest(tableName, request);
      let from: Record<string, AttributeValue> | undefined;
      do {
        const command = new ScanCommand({ ...first, ExclusiveStartKey: from });
        const page = await withRetries(async () => {
          const { Items: found = [], ScannedCount: read = 0, LastEvaluatedKey: next } = await client.send(command);
          return { items: found.map(itemOf), read, next };
        }, dependencies);
        yield { items: page.items, read: page.read };
        from = page.next;
      } while (from !== undefined);
    },
  };
}

function scanRequest(tableName: string, { partitionPrefix, sort, attributes }: ScanRequest): ScanCommandInput {
  const aliases = createExpressionAliases();
  const { partition, sort: sortName } = keyAttributes;
  const conditions = [
    `${aliases.name(sortName)} = ${aliases.value(sort)}`,
    ...(partitionPrefix === undefined
      ? []
      : [`begins_with(${aliases.name(partition)}, ${aliases.value(partitionPrefix)})`]),
  ];
  return {
    TableName: tableName,
    ConsistentRead: true,
    FilterExpression: conditions.join(' AND '),
    ProjectionExpression: [partition, sortName, ...attributes].map((name) => aliases.name(name)).join(', '),
    ...aliases.fields(),
  };
}
