import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Query } from '../../core/ports/item-store.ts';
import { createExpressionAliases } from './expression-aliases.ts';
import { keyAttributes } from './key-attributes.ts';

/** The first page of a query; consistent, because a stale read followed by a conditional write is a false conflict. */
export function queryRequest(tableName: string, query: Query): QueryCommandInput {
  const { partition, sortPrefix = '', descending = false } = query;
  const aliases = createExpressionAliases();
  const inPartition = `${aliases.name(keyAttributes.partition)} = ${aliases.value(partition)}`;
  const KeyConditionExpression =
    sortPrefix === ''
      ? inPartition
      : `${inPartition} AND begins_with(${aliases.name(keyAttributes.sort)}, ${aliases.value(sortPrefix)})`;
  return {
    TableName: tableName,
    KeyConditionExpression,
    ConsistentRead: true,
    ScanIndexForward: !descending,
    ...aliases.fields(),
  };
}
