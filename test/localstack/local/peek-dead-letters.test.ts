import { describe, expect, it } from '@jest/globals';
import { peekDeadLetters } from '../../../localstack/local/peek-dead-letters.ts';
import { PlaceOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { createMessageWriter } from '../../../lambdas/core/outbox/message-writer.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import { stubClients } from '../../lambdas/adapters/sns-sqs/stub-clients.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { fixedIds } from '../../support/fixed-ids.ts';
import { placedOrder } from '../../support/placed-order.ts';

const urls = { orders: 'http://queue.test/orders-dead.fifo', payments: 'http://queue.test/payments-dead' };

function bodyOf(orderId: string): string {
  const writer = createMessageWriter({ ids: fixedIds(), clock: fixedClock(), source: '/orders/import' });
  return outgoingMessage(writer.write(PlaceOrder.of(placedOrder({ orderId })), undefined)).body;
}

const received = (...bodies: readonly string[]): object => ({ Messages: bodies.map((Body) => ({ Body })) });

describe('orders in dead-letter queues', () => {
  it('are found in every queue, each read until it gives nothing more', async () => {
    const { sqs, calls } = stubClients([
      () => received(bodyOf('o1'), bodyOf('o2')),
      () => received(bodyOf('o3')),
      () => ({}),
      () => received(bodyOf('o4')),
      () => ({}),
    ]);

    expect([...(await peekDeadLetters(sqs, urls))]).toEqual(['o1', 'o2', 'o3', 'o4']);
    expect(calls.map(({ input }) => input['QueueUrl'])).toEqual([
      ...[urls.orders, urls.orders, urls.orders],
      ...[urls.payments, urls.payments],
    ]);
  });

  it('are counted once, however many of their messages are there', async () => {
    const { sqs } = stubClients([() => received(bodyOf('o1'), bodyOf('o1')), () => ({})]);

    expect([...(await peekDeadLetters(sqs, urls))]).toEqual(['o1']);
  });

  it('failure mode 81: a message that nobody can read counts too, under the name of its queue', async () => {
    const { sqs } = stubClients([() => received('no JSON'), () => ({})]);

    expect([...(await peekDeadLetters(sqs, urls))]).toEqual(['unreadable message in orders-dead.fifo']);
  });

  it('stay where they are', async () => {
    const { sqs, calls } = stubClients([() => received(bodyOf('o1')), () => ({})]);

    await peekDeadLetters(sqs, urls);

    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['ReceiveMessageCommand']));
  });
});
