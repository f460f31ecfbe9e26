import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queueRecord } from '../../../../lambdas/adapters/lambda/queue-record.ts';
import { sqsRecord } from './sqs-event.ts';

describe('record of an SQS event', () => {
  it('takes id, body, receipt and receive count', () => {
    expect(queueRecord(sqsRecord({ messageId: 'm1', body: 'text', receiveCount: '3' }))).toEqual({
      id: 'm1',
      body: 'text',
      group: undefined,
      receiveCount: 3,
      receipt: 'receipt-m1',
    });
  });

  it('takes the group of a FIFO queue', () => {
    expect(queueRecord(sqsRecord({ messageId: 'm1', group: 'g', fifo: true })).group).toBe('g');
  });

  it('failure mode 12: takes the group of a standard queue for fairness, not for order', () => {
    expect(queueRecord(sqsRecord({ messageId: 'm1', group: 'g' })).group).toBeUndefined();
  });

  it('takes what a redrive says of the copy of a dead letter, and nothing from an attribute that says something else', () => {
    const withMark = (stringValue: unknown): unknown => ({
      messageId: 'm1',
      messageAttributes: { redrive: { stringValue } },
    });

    expect(queueRecord(withMark('t 2 1 l1')).redrive).toEqual({ token: 't', position: 2, previous: 1, letter: 'l1' });
    expect(queueRecord(withMark('yes'))).not.toHaveProperty('redrive');
    expect(queueRecord(withMark(7))).not.toHaveProperty('redrive');
    expect(queueRecord(sqsRecord({ messageId: 'm1' }))).not.toHaveProperty('redrive');
  });

  it.each([
    [undefined, 1],
    ['', 1],
    ['many', 1],
    ['-1', 1],
    ['0', 1],
    ['1', 1],
    ['12', 12],
  ])('reads a receive count of %j as %i', (receiveCount, expected) => {
    expect(queueRecord({ messageId: 'm1', attributes: { ApproximateReceiveCount: receiveCount } }).receiveCount).toBe(
      expected,
    );
  });

  it.each([
    [{ messageId: 'm1', body: { a: 1 } }, '{"messageId":"m1","body":{"a":1}}'],
    [{ messageId: 'm1' }, '{"messageId":"m1"}'],
    ['text', '"text"'],
    [null, 'null'],
    [undefined, 'null'],
  ])('carries %j whole, because it has no body', (record, body) => {
    expect(queueRecord(record).body).toBe(body);
  });

  it('takes anything without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const record = queueRecord(value);

        expect(typeof record.id).toBe('string');
        expect(typeof record.body).toBe('string');
      }),
    );
  });
});
