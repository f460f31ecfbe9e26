import { describe, expect, it } from '@jest/globals';
import { scanTable } from '../../../localstack/local/scan-table.ts';
import { scriptedClient } from '../../lambdas/adapters/dynamodb/scripted-client.ts';

const key = (partition: string): object => ({ pk: { S: partition }, sk: { S: 'tip' } });

describe('scan of a table', () => {
  it('reads consistently, from page to page, to the end', async () => {
    const { client, sent } = scriptedClient([
      { Items: [{ ...key('order-1'), version: { N: '2' } }], LastEvaluatedKey: key('order-1') },
      { Items: [], LastEvaluatedKey: key('order-2') },
      { Items: [key('order-3')] },
    ]);

    expect(await scanTable(client, 'events')).toEqual([
      { key: { partition: 'order-1', sort: 'tip' }, attributes: { version: 2 } },
      { key: { partition: 'order-3', sort: 'tip' }, attributes: {} },
    ]);
    expect(sent.map(({ input }) => input)).toEqual([
      { TableName: 'events', ConsistentRead: true },
      { TableName: 'events', ConsistentRead: true, ExclusiveStartKey: key('order-1') },
      { TableName: 'events', ConsistentRead: true, ExclusiveStartKey: key('order-2') },
    ]);
  });

  it('is empty for an empty table', async () => {
    const { client } = scriptedClient([{}]);

    expect(await scanTable(client, 'events')).toEqual([]);
  });
});
