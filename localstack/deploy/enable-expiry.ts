import { DescribeTimeToLiveCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';

/** Attribute by which items of the table expire, in seconds since 1970; the stacks say the same. */
const expiryAttribute = 'expiresAt';

/** Switches the expiry of a table on where its template was not heeded, as local endpoints do not; repeating is harmless. */
export async function enableExpiry(client: DynamoDBClient, tableName: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') {
    return;
  }
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: expiryAttribute },
    }),
  );
}
