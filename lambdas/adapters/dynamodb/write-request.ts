import type { ConditionCheck, Delete, Put, TransactWriteItem, Update } from '@aws-sdk/client-dynamodb';
import type {
  Check,
  Condition,
  Delete as DeleteWrite,
  Put as PutWrite,
  Update as UpdateWrite,
  Write,
} from '../../core/ports/item-store.ts';
import { itemMap, keyMap } from './attribute-value.ts';
import { anythingHolds, conditionExpression } from './condition-expression.ts';
import { type ExpressionAliases, createExpressionAliases } from './expression-aliases.ts';
import { updateExpression } from './update-expression.ts';

/** One action of a transaction. */
export function transactItem(tableName: string, write: Write | Check): TransactWriteItem {
  switch (write.kind) {
    case 'put':
      return { Put: putRequest(tableName, write) };
    case 'update':
      return { Update: updateRequest(tableName, write) };
    case 'delete':
      return { Delete: deleteRequest(tableName, write) };
    case 'check':
      return { ConditionCheck: checkRequest(tableName, write) };
  }
}

/** A put, alone or as an action of a transaction. */
export function putRequest(tableName: string, { key, attributes, when }: PutWrite): Put {
  return { TableName: tableName, Item: itemMap({ key, attributes }), ...condition(when, createExpressionAliases()) };
}

/** An update, alone or as an action of a transaction. */
export function updateRequest(tableName: string, update: UpdateWrite): Update {
  const aliases = createExpressionAliases();
  const UpdateExpression = updateExpression(update, aliases);
  return { TableName: tableName, Key: keyMap(update.key), UpdateExpression, ...condition(update.when, aliases) };
}

/** A delete, alone or as an action of a transaction. */
export function deleteRequest(tableName: string, { key, when }: DeleteWrite): Delete {
  return { TableName: tableName, Key: keyMap(key), ...condition(when, createExpressionAliases()) };
}

function checkRequest(tableName: string, { key, when }: Check): ConditionCheck {
  const aliases = createExpressionAliases();
  const fields = condition(when, aliases);
  const ConditionExpression = fields.ConditionExpression ?? anythingHolds(aliases);
  return { TableName: tableName, Key: keyMap(key), ...fields, ...aliases.fields(), ConditionExpression };
}

/** With ALL_OLD a refusal brings the item as it is, which saves the read that would follow. */
function condition(when: readonly Condition[], aliases: ExpressionAliases) {
  // First the expression: it fills the aliases.
  const ConditionExpression = conditionExpression(when, aliases);
  return { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD', ...aliases.fields() } as const;
}
