import { type AttributeValue, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { pendingAttributes } from '../../core/outbox/pending-shard.ts';
import type { ItemIndex, PendingItem, PendingQuery } from '../../core/ports/item-index.ts';
import { keyMap } from './attribute-value.ts';
import type { DynamoItemStoreDependencies } from './dynamo-item-store.ts';
import { createExpressionAliases } from './expression-aliases.ts';
import { itemOf } from './item-of.ts';
import { withRetries } from './with-retries.ts';

/** Name of the table's sparse index of what is committed but not yet published; it projects keys only. */
export const pendingIndexName = 'pending';

/** The index of the pending on a DynamoDB table: one query for each answer, eventually consistent. */
export function createDynamoItemIndex(dependencies: DynamoItemStoreDependencies): ItemIndex {
  const { client, tableName } = dependencies;
  return {
    pending: (shard, query) => {
      const command = new QueryCommand(pendingRequest({ tableName, shard, query }));
      return withRetries(async () => ((await client.send(command)).Items ?? []).map(pendingItem), dependencies);
    },
  };
}

function pendingRequest(request: {
  readonly tableName: string;
  readonly shard: string;
  readonly query: PendingQuery;
}): QueryCommandInput {
  const { before, limit, after } = request.query;
  const aliases = createExpressionAliases();
  const shard = `${aliases.name(pendingAttributes.shard)} = ${aliases.value(request.shard)}`;
  const old = `${aliases.name(pendingAttributes.since)} <= ${aliases.value(before)}`;
  return {
    TableName: request.tableName,
    IndexName: pendingIndexName,
    KeyConditionExpression: `${shard} AND ${old}`,
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: startKey(request.shard, after) }),
    ...aliases.fields(),
  };
}

function startKey(shard: string, { key, since }: PendingItem): Record<string, AttributeValue> {
  return {
    ...keyMap(key),
    [pendingAttributes.shard]: { S: shard },
    [pendingAttributes.since]: { N: String(since) },
  };
}

function pendingItem(image: unknown): PendingItem {
  const { key, attributes } = itemOf(image);
  const since = attributes[pendingAttributes.since];
  if (typeof since !== 'number') {
    throw new PipelineError(`an item of the index must carry ${pendingAttributes.since} as a number`, {
      code: 'input-invalid',
    });
  }
  return { key, since };
}
