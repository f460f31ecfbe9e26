import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../../lambdas/adapters/dynamodb/dynamo-item-index.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../lambdas/adapters/system/sleep.ts';
import { pendingIndex } from '../../lambdas/core/outbox/pending-shard.ts';
import type { SparseIndex } from '../../lambdas/core/ports/item-index.ts';
import { dueIndex } from '../../lambdas/core/saga/timers/due-shard.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { type OpenItemIndex, itemIndexConformance } from './item-index-conformance.ts';

itemIndexConformance('dynamodb, pending', openIndex, pendingIndex);
itemIndexConformance('dynamodb, due', openIndex, dueIndex);

async function openIndex(of: SparseIndex): Promise<OpenItemIndex> {
  const client = createDynamoClient();
  const tableName = `conformance-index-${randomUUID()}`;
  await createEventTable(client, tableName);
  const dependencies = { client, tableName, sleep, random: Math.random };
  return {
    store: createDynamoItemStore(dependencies),
    index: createDynamoItemIndex(dependencies, of),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      client.destroy();
    },
  };
}
