import { expect, it } from '@jest/globals';
import { orders } from '../../../lambdas/contracts/orders/pipeline.ts';
import { OrderConfirmed } from '../../../lambdas/contracts/orders/order-messages.ts';
import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import { park, retry } from '../../../lambdas/core/consume/outcome.ts';
import { createNotifyCustomer } from '../../../lambdas/notify-customer/notify-customer.ts';
import { createMemoryHost } from '../../../lambdas/testing/memory-host.ts';

const confirmed = OrderConfirmed.of({ orderId: 'o-1', customerId: 'c-1', parcel: 'p-1', total: 100 });

it('gives a consumer what it needs, and delivers to it as a queue does', async () => {
  const host = createMemoryHost(orders, 'notifyCustomer');
  const told: string[] = [];
  const notifier = {
    notify: ({ orderId, outcome }: { readonly orderId: string; readonly outcome: string }) => {
      told.push(`${orderId} ${outcome}`);
      return Promise.resolve();
    },
  };
  const consumer = createNotifyCustomer({ ...host, notifier });

  expect(await host.deliver(consumer, confirmed, 'm-1')).toEqual({ kind: 'done' });
  expect(await host.deliver(consumer, confirmed, 'm-1')).toEqual({ kind: 'done' });
  expect(await host.deliver(consumer, confirmed)).toEqual({ kind: 'done' });

  expect(told).toEqual(['o-1 confirmed', 'o-1 confirmed']);
});

it.each([
  [
    'what is parked, and why',
    () => Promise.resolve(park('no such order')),
    { kind: 'parked', reason: 'no such order' },
  ],
  ['what is to come again', () => Promise.resolve(retry('not yet')), { kind: 'failed' }],
  ['what threw', () => Promise.reject(new TypeError('broken')), { kind: 'failed' }],
] as const)('tells %s', async (_, handle, delivered) => {
  const host = createMemoryHost(orders, 'notifyCustomer');
  const consumer: Consumer = { name: 'test', handles: [OrderConfirmed], handle };

  expect(await host.deliver(consumer, confirmed)).toEqual(delivered);
});

it('refuses a consumer that the pipeline does not have', () => {
  expect(() => createMemoryHost(orders, 'nobody')).toThrow(/must be one of placeOrder, .*, got "nobody"/u);
});
