import { describe, expect, it } from '@jest/globals';
import type { KafkaRecordIn } from '../../../../lambdas/adapters/kafka/kafka-record.ts';
import { sourceRecordOf } from '../../../../lambdas/adapters/kafka/source-record-of.ts';

function recordOf(more: Partial<KafkaRecordIn>): KafkaRecordIn {
  const value = Buffer.from('{}');
  const place = { topic: 'orders', partition: 2, offset: 7n, timestamp: 0, timestampType: 'CREATE_TIME' } as const;
  return { ...place, key: Buffer.from('k'), value, headers: [], ...more };
}

describe('source record of kafka', () => {
  it('is named by topic, partition and offset, and grouped by its key', () => {
    expect(sourceRecordOf(recordOf({}))).toEqual({
      id: 'orders-2-7',
      body: '{}',
      group: 'k',
      receiveCount: 1,
      receipt: '2 7 text text orders',
    });
  });

  it('failure mode 63: keeps the bytes of a value that is not text as base64', () => {
    expect(sourceRecordOf(recordOf({ value: Buffer.from([0xff, 0x00, 0x01]) })).body).toBe('/wAB');
  });

  it.each([
    ['a tombstone is empty text', { value: null }, { body: '', group: 'k' }],
    ['no key is no group', { key: null }, { body: '{}', group: undefined }],
    ['an empty key is a group', { key: Buffer.alloc(0) }, { body: '{}', group: '' }],
    ['a key that is not text is a group', { key: Buffer.from([0xc0]) }, { body: '{}', group: 'wA==' }],
  ])('failure mode 64: %s', (_, more, expected) => {
    expect(sourceRecordOf(recordOf(more))).toMatchObject(expected);
  });

  it('failure mode 64: takes the last of several headers of one name, and none without a value', () => {
    const name = Buffer.from('redrive');
    const header = (text: string) => [name, Buffer.from(text)] as const;

    const twice = sourceRecordOf(recordOf({ headers: [header('x'), header('token 1 0 letter')] }));
    const none = sourceRecordOf(recordOf({ headers: [[name, null]] }));

    expect(twice.redrive).toEqual({ token: 'token', letter: 'letter', position: 1, previous: 0 });
    expect(none).not.toHaveProperty('redrive');
  });
});
