import { describe, expect, it } from '@jest/globals';
import { endedCount } from '../../../localstack/local/ended-count.ts';
import { scriptedClient } from '../../lambdas/adapters/dynamodb/scripted-client.ts';

const key = (partition: string): object => ({ pk: { S: partition }, sk: { S: 'saga' } });

describe('count of ended sagas', () => {
  it('is summed over the pages that the table counted', async () => {
    const { client, sent } = scriptedClient([
      { Count: 3, LastEvaluatedKey: key('fulfilment-1') },
      { LastEvaluatedKey: key('fulfilment-2') },
      { Count: 2 },
    ]);

    expect(await endedCount(client, 'events')).toBe(5);
    expect(sent.map(({ input }) => [input['Select'], input['ExclusiveStartKey']])).toEqual([
      ['COUNT', undefined],
      ['COUNT', key('fulfilment-1')],
      ['COUNT', key('fulfilment-2')],
    ]);
  });
});
