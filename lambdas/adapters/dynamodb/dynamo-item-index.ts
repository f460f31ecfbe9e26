import { type AttributeValue, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { IndexQuery, IndexedItem, ItemIndex, SparseIndex } from '../../core/ports/item-index.ts';
import { keyMap } from './attribute-value.ts';
import type { DynamoItemStoreDependencies } from './dynamo-item-store.ts';
import { createExpressionAliases } from './expression-aliases.ts';
import { itemOf } from './item-of.ts';
import { withRetries } from './with-retries.ts';

/** A sparse index of a DynamoDB table: one query for each answer, eventually consistent. */
export function createDynamoItemIndex(dependencies: DynamoItemStoreDependencies, index: SparseIndex): ItemIndex {
  const { client, tableName } = dependencies;
  return {
    find: (shard, query) => {
      const command = new QueryCommand({ TableName: tableName, ...indexRequest(index, shard, query) });
      return withRetries(async () => {
        const { Items: found = [] } = await client.send(command);
        return found.map((image) => indexedItem(index, image));
      }, dependencies);
    },
  };
}

function indexRequest(
  index: SparseIndex,
  shard: string,
  { before, limit, after }: IndexQuery,
): Omit<QueryCommandInput, 'TableName'> {
  const aliases = createExpressionAliases();
  const inShard = `${aliases.name(index.shard)} = ${aliases.value(shard)}`;
  const old = `${aliases.name(index.at)} <= ${aliases.value(before)}`;
  return {
    IndexName: index.name,
    KeyConditionExpression: `${inShard} AND ${old}`,
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: startKey(index, shard, after) }),
    ...aliases.fields(),
  };
}

function startKey(index: SparseIndex, shard: string, { key, at }: IndexedItem): Record<string, AttributeValue> {
  return { ...keyMap(key), [index.shard]: { S: shard }, [index.at]: { N: String(at) } };
}

function indexedItem(index: SparseIndex, image: unknown): IndexedItem {
  const { key, attributes } = itemOf(image);
  const at = attributes[index.at];
  if (typeof at !== 'number') {
    throw new PipelineError(`an item of index "${index.name}" must carry ${index.at} as a number`, {
      code: 'input-invalid',
    });
  }
  return { key, at };
}
