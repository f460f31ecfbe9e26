import { describe, expect, it } from '@jest/globals';
import { deadLetter, noDeadLetter } from '../../../lambdas/contracts/definition/dead-letter.ts';
import { queue } from '../../../lambdas/contracts/definition/queue.ts';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { brokerSetup } from '../../../localstack/report/broker-setup.ts';

describe('broker setup of a report', () => {
  it('is read out of the definition', () => {
    expect(brokerSetup(coreOrders, 'a test')).toEqual([
      ['runs on', 'a test'],
      ['topics', 'orderEvents (FIFO)'],
      ['FIFO queues', 'orders, fulfilment, returns, refunds'],
      ['standard queues', 'inventory, payments, shipping, notifications'],
      ['dead-letter queues', '8, after 5 receives'],
      [
        'consumers',
        'placeOrder, fulfilOrder, inventory, payments, shipping, notifyCustomer, processReturns, refundOrder, outbox relay, outbox sweeper',
      ],
    ]);
  });

  it('counts the dead-letter queues that exist and names each limit once', () => {
    const queues = {
      a: queue({ deadLetter: deadLetter({ maxReceiveCount: 3 }) }),
      b: queue({ deadLetter: deadLetter() }),
      c: queue({ deadLetter: noDeadLetter('a test') }),
    };
    const setup = new Map(brokerSetup({ ...coreOrders, queues }, 'a test'));

    expect(setup.get('dead-letter queues')).toBe('2, after 3 or 5 receives');
    expect(setup.get('FIFO queues')).toBe('none');
  });
});
