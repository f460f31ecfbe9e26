import { describe, expect, it } from '@jest/globals';
import { coreOrders } from '../../../lambdas/contracts/orders/core-orders.ts';
import { type QueueReadings, localQueueFigures } from '../../../localstack/local/local-queue-figures.ts';
import type { QueueFigures } from '../../../localstack/report/run-report.ts';

const nothing: QueueReadings = { depths: new Map(), deadLetters: new Map(), published: new Map(), inLines: new Map() };

function figuresOf(queue: string, readings: Partial<QueueReadings>): QueueFigures | undefined {
  return localQueueFigures(coreOrders, { ...nothing, ...readings }).find(({ name }) => name === queue);
}

describe('figures of the deployed queues', () => {
  it('name every queue of the definition with its kind, and zeros for one of which nothing is known', () => {
    const zeros = { sent: 0, waiting: 0, inFlight: 0, deadLetters: 0 };

    expect(localQueueFigures(coreOrders, nothing)).toEqual(
      Object.entries(coreOrders.queues).map(([name, { fifo }]) => ({
        name,
        kind: fifo ? 'FIFO' : 'standard',
        ...zeros,
      })),
    );
  });

  it('count what a topic carries once for each queue that takes it', () => {
    const published = new Map([
      ['order.placed', 7],
      ['order.confirmed', 5],
      ['order.rejected', 2],
    ]);

    expect(figuresOf('fulfilment', { published })?.sent).toBe(7);
    expect(figuresOf('notifications', { published })?.sent).toBe(7);
    expect(figuresOf('orders', { published })?.sent).toBe(0);
  });

  it('add what is sent straight to a queue to what its topics bring', () => {
    const published = new Map([
      ['order.placed', 3],
      ['stock.reserved', 2],
      ['payment.charged', 1],
    ]);

    expect(figuresOf('fulfilment', { published })?.sent).toBe(6);
  });

  it('count dead letters in queues and in lines together', () => {
    const deadLetters = new Map([['orders', { waiting: 2, inFlight: 1 }]]);

    expect(figuresOf('orders', { deadLetters, inLines: new Map([['orders', 4]]) })?.deadLetters).toBe(7);
  });

  it('leave out a type that no queue takes', () => {
    const published = new Map([['order.shredded', 9]]);

    expect(localQueueFigures(coreOrders, { ...nothing, published }).map(({ sent }) => sent)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('tell what waits from what is being handled, and count both of a dead-letter queue', () => {
    const depths = new Map([['payments', { waiting: 4, inFlight: 3 }]]);
    const deadLetters = new Map([['payments', { waiting: 2, inFlight: 1 }]]);

    expect(figuresOf('payments', { depths, deadLetters })).toEqual({
      name: 'payments',
      kind: 'standard',
      sent: 0,
      waiting: 4,
      inFlight: 3,
      deadLetters: 3,
    });
    expect(figuresOf('shipping', { depths, deadLetters })).toMatchObject({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });
});
