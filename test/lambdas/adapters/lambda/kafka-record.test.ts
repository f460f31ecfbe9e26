import { describe, expect, it } from '@jest/globals';
import { kafkaRecord, offsetOf } from '../../../../lambdas/adapters/lambda/kafka-record.ts';
import { redriveAttribute, redriveText } from '../../../../lambdas/contracts/events/redrive-mark.ts';

const mark = { token: 't', letter: 'l', position: 2, previous: 1 };

describe('kafka record', () => {
  it('names partition and offset, so that records of two partitions are never taken for one', () => {
    const record = kafkaRecord('topic-1', { offset: 7, key: 'aw==', value: 'e30=' });

    expect(record).toEqual({ id: 'topic-1@7', body: '{}', group: 'k', receiveCount: 1, receipt: '' });
    expect(offsetOf(record)).toBe(7);
  });

  it('failure mode 68: decodes a value about as large as an invocation can carry', () => {
    const text = 'x'.repeat(4_000_000);

    expect(kafkaRecord('topic-0', { offset: 0, value: Buffer.from(text).toString('base64') }).body).toBe(text);
  });

  it('failure mode 64: reads the last of a repeated header, of signed bytes too', () => {
    const bytes = [...Buffer.from(redriveText({ ...mark, letter: 'é' }))].map((byte) =>
      byte > 127 ? byte - 256 : byte,
    );
    const headers = [{ [redriveAttribute]: [120] }, { other: 'text' }, { [redriveAttribute]: bytes }];

    expect(kafkaRecord('topic-0', { offset: 0, headers }).redrive).toEqual({ ...mark, letter: 'é' });
  });

  it('failure mode 64: groups by a key that is no text', () => {
    expect(kafkaRecord('topic-0', { offset: 0, key: '//8=' }).group).toBe('//8=');
  });
});
