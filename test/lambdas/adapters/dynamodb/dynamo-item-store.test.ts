import { describe, expect, it } from '@jest/globals';
import { createDynamoItemStore } from '../../../../lambdas/adapters/dynamodb/dynamo-item-store.ts';
import { contentionRetry } from '../../../../lambdas/adapters/dynamodb/with-retries.ts';
import type { ItemStore, Put, Write } from '../../../../lambdas/core/ports/item-store.ts';
import { cancelled, scriptedClient, type SentCommand, serviceError } from './scripted-client.ts';

const key = { partition: 'events-order-1', sort: 'tip' };
const keyImage = { pk: { S: key.partition }, sk: { S: key.sort } };
const putOne: Put = { kind: 'put', key, attributes: { n: 1 }, when: [{ item: 'absent' }] };

interface Opened {
  readonly store: ItemStore;
  readonly sent: readonly SentCommand[];
  readonly waits: readonly number[];
}

function open(script: readonly (object | Error)[] = [], random = 1): Opened {
  const { client, sent } = scriptedClient(script);
  const waits: number[] = [];
  const store = createDynamoItemStore({
    client,
    tableName: 'orders',
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => random,
  });
  return { store, sent, waits };
}

describe('createDynamoItemStore: requests', () => {
  it('reads an item with one consistent request (failure mode 22)', async () => {
    const { store, sent } = open([{ Item: { ...keyImage, n: { N: '1' } } }]);

    expect(await store.get(key)).toEqual({ key, attributes: { n: 1 } });

    expect(sent).toEqual([
      { name: 'GetItemCommand', input: { TableName: 'orders', Key: keyImage, ConsistentRead: true } },
    ]);
  });

  it.each<[string, Write]>([
    ['PutItemCommand', putOne],
    ['UpdateItemCommand', { kind: 'update', key, set: { a: 1 }, when: [{ item: 'present' }] }],
    ['DeleteItemCommand', { kind: 'delete', key, when: [{ item: 'present' }] }],
  ])(
    'makes one %s for a write and asks for the old item in case of a refusal (failure mode 19)',
    async (name, write) => {
      const { store, sent } = open();

      expect(await store.write(write)).toEqual({ ok: true });

      expect(sent).toHaveLength(1);
      expect(sent[0]).toMatchObject({
        name,
        input: { TableName: 'orders', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      });
    },
  );

  it('leaves out every expression that a write does not have', async () => {
    const { store, sent } = open();

    await store.write({ kind: 'put', key, attributes: {}, when: [] });

    expect(sent[0]?.input).toEqual({
      TableName: 'orders',
      Item: keyImage,
      ConditionExpression: undefined,
      ExpressionAttributeNames: undefined,
      ExpressionAttributeValues: undefined,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('stands names and values in for aliases, each name once', async () => {
    const { store, sent } = open();

    await store.write({
      kind: 'update',
      key,
      set: { status: 'on', 'outbox.2': 'b' },
      add: { version: 1 },
      append: { log: ['x'] },
      remove: ['outbox.1'],
      when: [
        { attribute: 'version', is: 'equal', value: 4 },
        {
          any: [
            { attribute: 'lease', is: 'absent' },
            { attribute: 'lease', is: 'atMost', value: 9 },
          ],
        },
      ],
    });

    expect(sent[0]?.input).toMatchObject({
      UpdateExpression:
        'SET #0 = :0, #1.#2 = :1, #3 = if_not_exists(#3, :2) + :3, #4 = list_append(if_not_exists(#4, :4), :5) REMOVE #1.#5',
      ConditionExpression: '#3 = :6 AND (attribute_not_exists(#6) OR #6 <= :7)',
      ExpressionAttributeNames: {
        '#0': 'status',
        '#1': 'outbox',
        '#2': '2',
        '#3': 'version',
        '#4': 'log',
        '#5': '1',
        '#6': 'lease',
      },
      ExpressionAttributeValues: {
        ':0': { S: 'on' },
        ':1': { S: 'b' },
        ':2': { N: '0' },
        ':3': { N: '1' },
        ':4': { L: [] },
        ':5': { L: [{ S: 'x' }] },
        ':6': { N: '4' },
        ':7': { N: '9' },
      },
    });
  });

  it('makes one request for a transaction, with a token', async () => {
    const { store, sent } = open();

    await store.transact([
      putOne,
      { kind: 'check', key: { ...key, sort: 'other' }, when: [{ attribute: 'n', is: 'equal', value: 1 }] },
    ]);

    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      name: 'TransactWriteItemsCommand',
      input: {
        TransactItems: [{ Put: { TableName: 'orders' } }, { ConditionCheck: { ConditionExpression: '#0 = :0' } }],
        ClientRequestToken: expect.stringMatching(/^[\da-f-]{36}$/u),
      },
    });
  });

  it('makes no request for a transaction without actions', async () => {
    const { store, sent } = open();

    await store.transact([]);

    expect(sent).toEqual([]);
  });

  it('makes one request for each page of a query', async () => {
    const first = { Items: [{ ...keyImage }], LastEvaluatedKey: keyImage };
    const { store, sent } = open([first, { Items: [{ ...keyImage, sk: { S: 'z' } }] }]);

    const items = await store.query({ partition: 'events-order-1', sortPrefix: 't', descending: true });

    expect(items.map((item) => item.key.sort)).toEqual(['tip', 'z']);
    const request = {
      KeyConditionExpression: '#0 = :0 AND begins_with(#1, :1)',
      ExpressionAttributeValues: { ':0': { S: 'events-order-1' }, ':1': { S: 't' } },
      ConsistentRead: true,
      ScanIndexForward: false,
    };
    expect(sent.map(({ input }) => input)).toMatchObject([
      { ...request, ExclusiveStartKey: undefined },
      { ...request, ExclusiveStartKey: keyImage },
    ]);
  });

  it.each<[string, (store: ItemStore) => Promise<unknown>, string]>([
    [
      'an item of more than 400 KB',
      (store) => store.write({ ...putOne, attributes: { a: 'x'.repeat(409_600) } }),
      'store-limit',
    ],
    [
      'more than 100 actions (failure mode 14)',
      (store) =>
        store.transact(Array.from({ length: 101 }, (_, sort) => ({ ...putOne, key: { ...key, sort: `${sort}` } }))),
      'store-limit',
    ],
    ['an item named twice (failure mode 14)', (store) => store.transact([putOne, putOne]), 'store-limit'],
    ['NaN (failure mode 23)', (store) => store.write({ ...putOne, attributes: { a: Number.NaN } }), 'input-invalid'],
  ])('rejects %s without a request', async (_title, act, code) => {
    const { store, sent } = open();

    await expect(act(store)).rejects.toMatchObject({ code, retryable: false });

    expect(sent).toEqual([]);
  });
});

describe('createDynamoItemStore: refusals (failure mode 19)', () => {
  it('returns the item that came with the refusal, with no second request', async () => {
    const { store, sent } = open([
      serviceError('ConditionalCheckFailedException', { Item: { ...keyImage, version: { N: '3' } } }),
    ]);

    expect(await store.write(putOne)).toEqual({ ok: false, current: { key, attributes: { version: 3 } } });

    expect(sent).toHaveLength(1);
  });

  it('says that there is no item when none came', async () => {
    const { store } = open([serviceError('ConditionalCheckFailedException')]);

    expect(await store.write(putOne)).toEqual({ ok: false, current: undefined });
  });

  it('names the refused actions of a transaction by index and does not repeat it', async () => {
    const { store, sent, waits } = open([
      cancelled(
        'None',
        { Code: 'ConditionalCheckFailed', Item: { ...keyImage, n: { N: '2' } } },
        'TransactionConflict',
        'ConditionalCheckFailed',
      ),
    ]);
    const writes = ['a', 'b', 'c', 'd'].map((sort) => ({ ...putOne, key: { ...key, sort } }));

    expect(await store.transact(writes)).toEqual({
      ok: false,
      refused: [
        { index: 1, current: { key, attributes: { n: 2 } } },
        { index: 3, current: undefined },
      ],
    });

    expect(sent).toHaveLength(1);
    expect(waits).toEqual([]);
  });
});

describe('createDynamoItemStore: contention (failure mode 19)', () => {
  const contention: readonly [string, Error][] = [
    ['TransactionConflictException', serviceError('TransactionConflictException')],
    ['TransactionInProgressException', serviceError('TransactionInProgressException')],
    ['ThrottlingException', serviceError('ThrottlingException')],
    ['ProvisionedThroughputExceededException', serviceError('ProvisionedThroughputExceededException')],
    ['RequestLimitExceeded', serviceError('RequestLimitExceeded')],
    ['a cancellation by TransactionConflict', cancelled('None', 'TransactionConflict')],
    ['a cancellation by ThrottlingError', cancelled('ThrottlingError', 'None')],
    ['a cancellation by ProvisionedThroughputExceeded', cancelled('ProvisionedThroughputExceeded')],
  ];

  it.each(contention)('repeats a write after %s', async (_name, error) => {
    const { store, sent } = open([error, error]);

    expect(await store.write(putOne)).toEqual({ ok: true });

    expect(sent).toHaveLength(3);
  });

  it.each(contention)('gives up on %s after the last attempt, retryable and with its cause', async (_name, error) => {
    const { store, sent } = open(Array.from({ length: contentionRetry.attempts }, () => error));

    await expect(store.transact([putOne])).rejects.toMatchObject({
      code: 'store-conflict',
      retryable: true,
      cause: error,
    });

    expect(sent).toHaveLength(contentionRetry.attempts);
  });

  it('waits up to twice as long each time, times the random number', async () => {
    const errors = Array.from({ length: 5 }, () => serviceError('ThrottlingException'));

    const longest = open(errors, 1);
    await longest.store.get(key);
    const half = open(errors, 0.5);
    await half.store.get(key);
    const none = open(errors, 0);
    await none.store.get(key);

    expect(longest.waits).toEqual([25, 50, 100, 200, 400]);
    expect(half.waits).toEqual([12.5, 25, 50, 100, 200]);
    expect(none.waits).toEqual([0, 0, 0, 0, 0]);
  });

  it('repeats a transaction under the token of its first attempt', async () => {
    const { store, sent } = open([cancelled('TransactionConflict')]);

    await store.transact([putOne]);

    const tokens = sent.map(({ input }) => input['ClientRequestToken']);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
  });

  it('gives every transaction a token of its own', async () => {
    const { store, sent } = open();

    await store.transact([putOne]);
    await store.transact([putOne]);

    expect(new Set(sent.map(({ input }) => input['ClientRequestToken'])).size).toBe(2);
  });

  it('repeats only the page of a query that was throttled', async () => {
    const { store, sent } = open([
      { Items: [keyImage], LastEvaluatedKey: keyImage },
      serviceError('ThrottlingException'),
      { Items: [keyImage] },
    ]);

    expect(await store.query({ partition: 'a' })).toHaveLength(2);

    expect(sent.map(({ input }) => input['ExclusiveStartKey'])).toEqual([undefined, keyImage, keyImage]);
  });
});

describe('createDynamoItemStore: failures', () => {
  it.each<[string, Error]>([
    ['an unknown table', serviceError('ResourceNotFoundException')],
    ['a lost connection', serviceError('TimeoutError')],
    ['an invalid request', serviceError('ValidationException')],
    ['a cancellation by ValidationError', cancelled('ValidationError', 'TransactionConflict')],
    ['something without a name', Object.assign(new Error(), { name: undefined })],
  ])('fails with store-unavailable for %s, retryable, after one request', async (_title, cause) => {
    const { store, sent } = open([cause]);

    await expect(store.write(putOne)).rejects.toMatchObject({ code: 'store-unavailable', retryable: true, cause });

    expect(sent).toHaveLength(1);
  });

  it.each<[string, Error]>([
    ['put', serviceError('ValidationException', { message: 'Item size has exceeded the maximum allowed size' })],
    [
      'update',
      serviceError('ValidationException', { message: 'Item size to update has exceeded the maximum allowed size' }),
    ],
    [
      'transaction',
      cancelled('None', {
        Code: 'ValidationError',
        Message: 'Item size to update has exceeded the maximum allowed size',
      }),
    ],
  ])('failure mode 15: fails with store-limit when the service finds an item too large (%s)', async (_title, cause) => {
    const { store } = open([cause]);

    await expect(store.transact([putOne])).rejects.toMatchObject({ code: 'store-limit', retryable: false, cause });
  });

  it.each<[string, object]>([
    ['null', { NULL: true }],
    ['a set', { SS: ['a'] }],
    ['binary', { B: new Uint8Array(1) }],
    ['a number beyond 2^53', { N: '9007199254740993' }],
    ['no number', { N: '' }],
    ['a number out of range', { N: '1e999' }],
    ['nothing', {}],
  ])('failure mode 23: fails with store-unavailable when an item holds %s', async (_title, value) => {
    const { store } = open([{ Item: { ...keyImage, list: { L: [value] } } }]);

    await expect(store.get(key)).rejects.toMatchObject({
      code: 'store-unavailable',
      cause: { code: 'input-invalid' },
    });
  });
});
