import { describe, expect, it } from '@jest/globals';
import { peekDeadLetters } from '../../../localstack/local/peek-dead-letters.ts';
import { stubClients } from '../../lambdas/adapters/sns-sqs/stub-clients.ts';

const urls = { orders: 'http://queue.test/orders-dead.fifo', payments: 'http://queue.test/payments-dead' };

const received = (...bodies: readonly string[]): object => ({
  Messages: bodies.map((Body) => ({ Body, ...(Body === 'one' ? why : {}) })),
});
const why = { MessageAttributes: { parkReason: { DataType: 'String', StringValue: 'no matching purchase' } } };

describe('peekDeadLetters', () => {
  it('reads every queue until it gives nothing more, with the reasons of what was parked', async () => {
    const { sqs, calls } = stubClients([
      () => received('one', 'two'),
      () => received('three'),
      () => ({}),
      () => received('four'),
      () => ({}),
    ]);

    expect(await peekDeadLetters(sqs, urls)).toEqual([
      { queue: 'orders', body: 'one', reason: 'no matching purchase' },
      { queue: 'orders', body: 'two', reason: undefined },
      { queue: 'orders', body: 'three', reason: undefined },
      { queue: 'payments', body: 'four', reason: undefined },
    ]);
    expect(calls.map(({ input }) => input['QueueUrl'])).toEqual([
      ...[urls.orders, urls.orders, urls.orders],
      ...[urls.payments, urls.payments],
    ]);
  });

  it('leaves them where they are', async () => {
    const { sqs, calls } = stubClients([() => received('one'), () => ({})]);

    await peekDeadLetters(sqs, urls);

    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['ReceiveMessageCommand']));
  });
});
