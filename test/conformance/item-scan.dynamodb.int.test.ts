import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemScan } from '../../lambdas/adapters/dynamodb/dynamo-item-scan.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { itemScanConformance } from './item-scan-conformance.ts';

itemScanConformance('dynamodb', async () => {
  const client = createDynamoClient();
  const tableName = `conformance-scan-${randomUUID()}`;
  await createEventTable(client, tableName);
  const dependencies = { client, tableName, sleep, random: Math.random };
  return {
    store: createDynamoItemStore(dependencies),
    scan: createDynamoItemScan(dependencies),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      client.destroy();
    },
  };
});
