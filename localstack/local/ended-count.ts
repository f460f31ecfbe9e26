import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

/** How many sagas of a table have ended, counted by the table itself. */
export async function endedCount(client: DynamoDBClient, tableName: string): Promise<number> {
  let count = 0;
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        Select: 'COUNT',
        FilterExpression: 'sk = :saga AND #status IN (:completed, :compensated)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':saga': { S: 'saga' },
          ':completed': { S: 'completed' },
          ':compensated': { S: 'compensated' },
        },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return count;
}
