import { describe, expect, it } from '@jest/globals';
import { rabbitRecord } from '../../../../lambdas/adapters/lambda/rabbit-record.ts';
import { redriveAttribute, redriveText } from '../../../../lambdas/contracts/events/redrive-mark.ts';

const bytes = (text: string) => ({ bytes: [...Buffer.from(text)] });

describe('rabbit record', () => {
  it('reads id, key and redrive of headers', () => {
    const mark = { token: 't', letter: 'l', position: 2, previous: 1 };
    const headers = { ce_id: bytes('m1'), ce_partitionkey: 'k', [redriveAttribute]: bytes(redriveText(mark)) };

    expect(rabbitRecord('q::/', { basicProperties: { headers }, data: 'e30=' })).toEqual({
      ...{ id: 'm1', body: '{}', group: 'k', receiveCount: 1, receipt: '', redrive: mark },
    });
  });

  it('gives a message without id the same one at every delivery, and another one to other bytes', () => {
    const first = rabbitRecord('q::/', { basicProperties: { headers: null, messageId: null }, data: 'e30=' });
    const again = rabbitRecord('q::/', { basicProperties: { headers: { 'x-delivery-count': 1 } }, data: 'e30=' });

    expect(first.id).toMatch(/^\S{43}$/);
    expect(again.id).toBe(first.id);
    expect(rabbitRecord('q::/', { data: 'e31=' }).id).not.toBe(first.id);
  });

  it.each([
    [{ 'x-delivery-count': 3 }, true, 4],
    [{ 'x-delivery-count': bytes('2') }, true, 3],
    [{ 'x-delivery-count': 0 }, false, 1],
    [null, true, 2],
    [null, false, 1],
  ])('counts deliveries: headers %j, redelivered %j', (headers, redelivered, receiveCount) => {
    expect(rabbitRecord('q::/', { basicProperties: { headers }, redelivered })).toMatchObject({ receiveCount });
  });
});
