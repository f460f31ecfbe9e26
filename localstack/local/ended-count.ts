import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scanPages } from './scan-pages.ts';

/** How many sagas of a table have ended, counted by the table itself. */
export async function endedCount(client: DynamoDBClient, tableName: string): Promise<number> {
  let count = 0;
  const pages = scanPages(client, {
    TableName: tableName,
    Select: 'COUNT',
    FilterExpression: 'sk = :saga AND #status IN (:completed, :compensated, :cancelled)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':saga': { S: 'saga' },
      ':completed': { S: 'completed' },
      ':compensated': { S: 'compensated' },
      ':cancelled': { S: 'cancelled' },
    },
  });
  for await (const { Count = 0 } of pages) {
    count += Count;
  }
  return count;
}
