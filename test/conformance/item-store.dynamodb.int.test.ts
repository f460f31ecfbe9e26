import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/dynamo-client.ts';
import { createDynamoItemStore } from '../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { itemChangeOf } from '../../lambdas/adapters/dynamodb/item-change-of.ts';
import type { ItemChange } from '../../lambdas/core/ports/item-change.ts';
import { createEventTable } from '../support/create-event-table.ts';
import { type OpenItemStore, itemStoreConformance } from './item-store-conformance.ts';

const deadlineMs = 10_000;

itemStoreConformance('dynamodb', openStore, {
  // The local endpoint takes any operand; the service does not.
  checksOperands: process.env['AWS_ENDPOINT_URL'] === undefined,
});

async function openStore(): Promise<OpenItemStore> {
  const client = createDynamoClient();
  const streams = new DynamoDBStreamsClient({});
  const tableName = `conformance-${randomUUID()}`;
  const streamArn = await createEventTable(client, tableName);

  return {
    store: createDynamoItemStore({
      client,
      tableName,
      sleep: async (milliseconds) => {
        await sleep(milliseconds);
      },
      random: Math.random,
    }),
    changesOf: async (partition, count) => {
      for (const end = Date.now() + deadlineMs; ;) {
        const changes = (await allChanges(streams, streamArn)).filter(({ key }) => key.partition === partition);
        if (changes.length >= count || Date.now() > end) {
          return changes;
        }
      }
    },
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      client.destroy();
      streams.destroy();
    },
  };
}

async function allChanges(streams: DynamoDBStreamsClient, StreamArn: string): Promise<readonly ItemChange[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const shards = StreamDescription?.Shards ?? [];
  const perShard = await Promise.all(shards.map(({ ShardId }) => shardChanges(streams, StreamArn, ShardId)));
  return perShard.flat();
}

/** An open shard has no end: an empty page means that everything so far was read. */
async function shardChanges(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
  ShardId: string | undefined,
): Promise<readonly ItemChange[]> {
  const changes: ItemChange[] = [];
  const start = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  let iterator = start.ShardIterator;
  while (iterator !== undefined) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    changes.push(...Records.map(itemChangeOf));
    iterator = Records.length === 0 ? undefined : NextShardIterator;
  }
  return changes;
}
