import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemIndex } from '../../../lambdas/adapters/dynamodb/dynamo-item-index.ts';
import { createDynamoItemScan } from '../../../lambdas/adapters/dynamodb/dynamo-item-scan.ts';
import { createDynamoItemStore } from '../../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { systemClock } from '../../../lambdas/adapters/system/system-clock.ts';
import type { Item } from '../../../lambdas/core/ports/item-store.ts';
import { dueIndex } from '../../../lambdas/core/saga/timers/due-shard.ts';
import { createEventTable } from '../../support/create-event-table.ts';
import { tableItems } from '../../support/table-items.ts';
import { sagaCommands } from './saga-commands.ts';

let close: () => Promise<void> = () => Promise.resolve();

afterEach(() => close());

sagaCommands('dynamodb', async () => {
  const client = createDynamoClient();
  const tableName = `sagas-${randomUUID()}`;
  await createEventTable(client, tableName);
  const table = { client, tableName, sleep, random: Math.random };
  close = async () => {
    await client.send(new DeleteTableCommand({ TableName: tableName }));
    client.destroy();
  };
  return {
    items: createDynamoItemStore(table),
    index: createDynamoItemIndex(table, dueIndex),
    scan: createDynamoItemScan(table),
    clock: systemClock,
    all: (): Promise<readonly Item[]> => tableItems(client, tableName),
  };
});
