import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { eventIndexConformance } from './event-index-conformance.ts';

eventIndexConformance('dynamodb', async () => {
  const client = createDynamoClient();
  const [source, index] = [`event-index-source-${randomUUID()}`, `event-index-${randomUUID()}`] as const;
  await Promise.all([createEventTable(client, source), createEventTable(client, index)]);
  const store = (tableName: string): ItemStore =>
    createDynamoItemStore({ client, tableName, sleep, random: Math.random });
  return {
    source: store(source),
    items: store(index),
    close: async () => {
      await Promise.all([source, index].map((TableName) => client.send(new DeleteTableCommand({ TableName }))));
      client.destroy();
    },
  };
});
