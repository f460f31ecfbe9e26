import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  Check,
  Item,
  ItemKey,
  ItemStore,
  Query,
  TransactionResult,
  Write,
  WriteResult,
} from '../../core/ports/item-store.ts';
import { keyMap } from './attribute-value.ts';
import { refusalsOf } from './dynamo-failure.ts';
import { itemOf } from './item-of.ts';
import { queryRequest } from './query-request.ts';
import { type RetryDependencies, withRetries } from './with-retries.ts';
import { deleteRequest, putRequest, transactItem, updateRequest } from './write-request.ts';
import { assertTransaction, assertTransactionBytes, boundWithinLimit, writeBound } from './write-rules.ts';

/** What the store needs of the world. */
export interface DynamoItemStoreDependencies extends RetryDependencies {
  readonly client: DynamoDBClient;
  /** Its keys are `pk` and `sk`, both text. */
  readonly tableName: string;
}

/**
 * An item store on a DynamoDB table: one request for each operation, and one for each page of a query.
 *
 * When the answer to a conditional write is lost, the SDK repeats it and the repetition meets its own first attempt:
 * the write is then reported as refused though it was made. A caller that must tell the two apart puts an id of its
 * own into the item and looks for it in `current`. A transaction carries a request token and has no such doubt.
 */
export function createDynamoItemStore(dependencies: DynamoItemStoreDependencies): ItemStore {
  return {
    get: (key) => withRetries(() => readOne(dependencies, key), dependencies),
    write: async (write) => {
      checkedBound(write);
      return withRetries(() => writeOne(dependencies, write), dependencies);
    },
    transact: async (writes) => {
      assertTransaction(writes);
      assertTransactionBytes(writes.flatMap(checkedPut));
      return writes.length === 0 ? { ok: true } : writeAll(dependencies, writes);
    },
    query: (query) => readAll(dependencies, query),
  };
}

async function readOne({ client, tableName }: DynamoItemStoreDependencies, key: ItemKey): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: tableName, Key: keyMap(key), ConsistentRead: true });
  return itemOrNone((await client.send(command)).Item);
}

async function writeOne({ client, tableName }: DynamoItemStoreDependencies, write: Write): Promise<WriteResult> {
  try {
    await sendWrite(client, tableName, write);
    return { ok: true };
  } catch (error) {
    const [refusal] = refusalsOf(error);
    if (refusal === undefined) {
      throw error;
    }
    return { ok: false, current: itemOrNone(refusal.image) };
  }
}

function sendWrite(client: DynamoDBClient, tableName: string, write: Write): Promise<unknown> {
  switch (write.kind) {
    case 'put':
      return client.send(new PutItemCommand(putRequest(tableName, write)));
    case 'update':
      return client.send(new UpdateItemCommand(updateRequest(tableName, write)));
    case 'delete':
      return client.send(new DeleteItemCommand(deleteRequest(tableName, write)));
  }
}

function writeAll(
  dependencies: DynamoItemStoreDependencies,
  writes: readonly (Write | Check)[],
): Promise<TransactionResult> {
  const { client, tableName } = dependencies;
  const command = new TransactWriteItemsCommand({
    TransactItems: writes.map((write) => transactItem(tableName, write)),
    // One token for all attempts: a transaction that was made although its answer was lost is not made again.
    ClientRequestToken: randomUUID(),
  });
  return withRetries(async () => {
    try {
      await client.send(command);
      return { ok: true };
    } catch (error) {
      const refusals = refusalsOf(error);
      if (refusals.length === 0) {
        throw error;
      }
      return { ok: false, refused: refusals.map(({ index, image }) => ({ index, current: itemOrNone(image) })) };
    }
  }, dependencies);
}

async function readAll(dependencies: DynamoItemStoreDependencies, query: Query): Promise<readonly Item[]> {
  const { client, tableName } = dependencies;
  const { limit = Infinity } = query;
  const request = queryRequest(tableName, query);
  if (request === undefined) {
    return [];
  }
  const items: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const command = new QueryCommand({ ...request, ExclusiveStartKey: from });
    const page = await withRetries(async () => {
      const { Items = [], LastEvaluatedKey } = await client.send(command);
      return { items: Items.map(itemOf), next: LastEvaluatedKey };
    }, dependencies);
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined && items.length < limit);
  return items.slice(0, limit);
}

function checkedBound(write: Write | Check): number {
  const bound = writeBound(write);
  return write.kind === 'put' ? boundWithinLimit(write, bound) : bound;
}

function checkedPut(write: Write | Check): readonly { readonly item: Item; readonly bound: number }[] {
  const bound = checkedBound(write);
  return write.kind === 'put' ? [{ item: write, bound }] : [];
}

function itemOrNone(image: unknown): Item | undefined {
  return image === undefined ? undefined : itemOf(image);
}
