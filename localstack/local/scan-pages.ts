import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** Every page of a scan. For operators: no function may scan. */
export async function* scanPages(client: DynamoDBClient, scan: ScanCommandInput): AsyncGenerator<ScanCommandOutput> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ ...scan, ...(from && { ExclusiveStartKey: from }) }));
    yield page;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
