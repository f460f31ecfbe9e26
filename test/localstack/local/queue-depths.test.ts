import { describe, expect, it } from '@jest/globals';
import { queueDepths } from '../../../localstack/local/queue-depths.ts';
import { stubClients } from '../../lambdas/adapters/sns-sqs/stub-clients.ts';

const urls = { orders: 'http://queue.test/orders', payments: 'http://queue.test/payments' };

describe('depths of queues', () => {
  it('are what waits and what is being handled, by the name of the queue', async () => {
    const { sqs, calls } = stubClients([
      () => ({ Attributes: { ApproximateNumberOfMessages: '12', ApproximateNumberOfMessagesNotVisible: '3' } }),
      () => ({ Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' } }),
    ]);

    expect([...(await queueDepths(sqs, urls))]).toEqual([
      ['orders', { waiting: 12, inFlight: 3 }],
      ['payments', { waiting: 0, inFlight: 1 }],
    ]);
    expect(calls.map(({ input }) => input['QueueUrl'])).toEqual([urls.orders, urls.payments]);
  });

  it('are zero when the queue tells nothing', async () => {
    const { sqs } = stubClients([() => ({})]);

    expect((await queueDepths(sqs, urls)).get('orders')).toEqual({ waiting: 0, inFlight: 0 });
  });

  it('fail when a queue cannot be asked', async () => {
    const { sqs } = stubClients([() => new Error('the queue must exist')]);

    await expect(queueDepths(sqs, urls)).rejects.toThrow('the queue must exist');
  });
});
