import { describe, expect, it } from '@jest/globals';
import { StockRefused, StockReleased, StockReserved } from '../../../../lambdas/contracts/orders/inventory-messages.ts';
import { OrderPlaced } from '../../../../lambdas/contracts/orders/order-messages.ts';
import { OrderShipped } from '../../../../lambdas/contracts/orders/shipping-messages.ts';
import { saga } from '../../../../lambdas/core/saga/saga.ts';
import { messagesOf } from '../../../../lambdas/core/saga/handled-messages.ts';
import { fulfilment } from '../../../../lambdas/fulfil-order/fulfilment.ts';

const send = (): ReturnType<typeof StockReserved.of> => StockReserved.of({ orderId: 'o1' });

type ResultsOf<Builder extends { completes: (send: never) => unknown }> = Builder extends {
  completes: (send: (input: infer _Input, results: infer Results) => never) => unknown;
}
  ? Results
  : never;

describe('a saga definition', () => {
  it('knows every message it can receive', () => {
    expect(messagesOf(fulfilment).map(({ name }) => name)).toEqual([
      'order.placed',
      'stock.reserved',
      'stock.refused',
      'stock.released',
      'payment.charged',
      'payment.refused',
      'payment.refunded',
      'shipping.shipped',
      'fulfil-order.timer-due',
    ]);
  });

  it('rejects two steps of one name', () => {
    const twice = saga('s', { startedBy: OrderPlaced })
      .step('a', { send, ok: StockReserved })
      .step('a', { send, ok: StockReserved })
      .completes(send);

    expect(() => twice.fails(send)).toThrow(/different names, got "a" twice/);
  });

  it('failure mode 46: rejects, by type, a refusal behind the pivot and a result that no step gives', () => {
    const behind = saga('s', { startedBy: OrderPlaced }).pivot('ship', { send, ok: OrderShipped });

    // @ts-expect-error -- a step behind the pivot can only be repeated until it is done
    behind.step('late', { send, ok: StockReserved, refused: StockRefused });
    // @ts-expect-error -- no step of this name has run, so there is no such result
    const result: keyof ResultsOf<typeof behind> = 'reserve';
    const known: keyof ResultsOf<typeof behind> = 'ship';
    expect([result, known]).toEqual(['reserve', 'ship']);
    // @ts-expect-error -- a pivot cannot be taken back
    saga('s', { startedBy: OrderPlaced }).pivot('p', { send, ok: StockReserved, undo: { send, done: StockReleased } });
    expect(behind.completes((_, { ship }) => OrderShipped.of(ship))).toBeDefined();
  });
});
