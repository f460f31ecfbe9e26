import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { itemChangeOf } from '../../../../lambdas/adapters/dynamodb/item-change-of.ts';

const keys = { pk: { S: 'events-order-1' }, sk: { S: 'tip' } };
const key = { partition: 'events-order-1', sort: 'tip' };

function record(change: DynamoDBRecord['dynamodb']): DynamoDBRecord {
  return {
    eventID: '1',
    eventName: 'MODIFY',
    eventSource: 'aws:dynamodb',
    dynamodb: { Keys: keys, SequenceNumber: '300000000000000499659', StreamViewType: 'NEW_AND_OLD_IMAGES', ...change },
  };
}

describe('itemChangeOf', () => {
  it('reads what was before and after', () => {
    const change = itemChangeOf(
      record({
        OldImage: { ...keys, version: { N: '1' } },
        NewImage: { ...keys, version: { N: '2' }, outbox: { M: { '1': { M: { id: { S: 'a' } } } } }, list: { L: [] } },
      }),
    );

    expect(change).toEqual({
      sequence: '300000000000000499659',
      key,
      before: { key, attributes: { version: 1 } },
      after: { key, attributes: { version: 2, outbox: { '1': { id: 'a' } }, list: [] } },
    });
  });

  it('reads a creation and a deletion', () => {
    expect(itemChangeOf(record({ NewImage: keys })).before).toBeUndefined();
    expect(itemChangeOf(record({ OldImage: keys })).after).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'record'],
    ['a record of another source', { eventSource: 'aws:sqs', body: '{}' }],
    ['a record without a sequence number', record({ SequenceNumber: undefined, NewImage: keys })],
    ['a sequence number that is no decimal', record({ SequenceNumber: '1a', NewImage: keys })],
    ['a stream of keys only, where a change looks like a deletion', record({})],
    ['a key that is not text', record({ Keys: { pk: { N: '1' }, sk: { S: 'a' } }, NewImage: keys })],
    ['a type that no item holds', record({ NewImage: { ...keys, a: { NULL: true } } })],
    ['an image that is no map', { dynamodb: { Keys: keys, SequenceNumber: '1', NewImage: 'a' } }],
  ])('rejects %s', (_title, input) => {
    expect(() => itemChangeOf(input)).toThrow(expect.objectContaining({ code: 'input-invalid', retryable: false }));
  });
});
