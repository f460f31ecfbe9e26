import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderConfirmed, OrderRejected } from '../../../lambdas/contracts/orders/order-messages.ts';
import {
  RegisterPurchase,
  ReleaseReturn,
  RequestReturn,
  ReturnReopened,
} from '../../../lambdas/contracts/orders/return-messages.ts';
import { returns } from '../../../lambdas/process-returns/returns.ts';
import { type Told, given } from './told.ts';

type Line = readonly [sku: string, quantity: number, amount: number];

const bought = (orderId: string, lines: readonly Line[], day = 1): ReturnType<typeof RegisterPurchase.of> =>
  RegisterPurchase.of({
    ...{ customerId: 'c1', orderId, placedAt: `2026-01-0${day}T00:00:00Z` },
    lines: lines.map(([sku, quantity, amount]) => ({ sku, quantity, amount })),
  });
const goods = (
  returnId: string,
  lines: readonly (readonly [sku: string, quantity: number])[],
  day = 5,
): ReturnType<typeof RequestReturn.of>['data'] => ({
  ...{ returnId, customerId: 'c1', returnedAt: `2026-01-0${day}T00:00:00Z` },
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
});
const back = (...of: Parameters<typeof goods>): ReturnType<typeof RequestReturn.of> => RequestReturn.of(goods(...of));
const again = (...of: Parameters<typeof goods>): ReturnType<typeof ReturnReopened.of> =>
  ReturnReopened.of(goods(...of));
const confirmed = (orderId: string): ReturnType<typeof OrderConfirmed.of> =>
  OrderConfirmed.of({ orderId, customerId: 'c1', parcel: 'p', total: 0 });
const rejected = (orderId: string, reason = 'out of stock'): ReturnType<typeof OrderRejected.of> =>
  OrderRejected.of({ orderId, customerId: 'c1', reason });

const completed = (orderId: string, lines: readonly Line[], day = 1): Told =>
  given(returns)
    .when(bought(orderId, lines, day))
    .when(confirmed(orderId));

/** What was asked of the saga of refunds, newest last: order, cents, units. */
function refunds(told: Told): readonly unknown[] {
  return told.data().flatMap((data, index) => (told.types()[index] === 'refund.requested' ? [data] : []));
}

describe('a return', () => {
  it('of a completed purchase is accepted, and worth what was paid for it', () => {
    const told = completed('o1', [['CD', 4, 1000]]).when(back('C1', [['CD', 1]]));

    expect(told.types().slice(2)).toEqual(['return.accepted', 'refund.requested']);
    expect(refunds(told)).toEqual([
      {
        ...{ refundId: 'C1:o1', returnId: 'C1', orderId: 'o1', customerId: 'c1', amount: 250 },
        lines: [{ sku: 'CD', quantity: 1, amount: 250 }],
      },
    ]);
  });

  it.each([
    ['nothing was bought', given(returns), back('C1', [['CD', 1]])],
    ['another SKU was bought', completed('o1', [['LP', 1, 5]]), back('C1', [['CD', 1]])],
    ['less was bought', completed('o1', [['CD', 1, 5]]), back('C1', [['CD', 2]])],
    [
      'one of its SKUs was not bought',
      completed('o1', [['CD', 1, 5]]),
      back('C1', [
        ['CD', 1],
        ['LP', 1],
      ]),
    ],
    ['it was bought later', completed('o1', [['CD', 1, 5]], 6), back('C1', [['CD', 1]])],
    ['it came back before', completed('o1', [['CD', 1, 5]]).when(back('C0', [['CD', 1]])), back('C1', [['CD', 1]])],
    [
      'the order was rejected',
      given(returns)
        .when(bought('o1', [['CD', 1, 5]]))
        .when(rejected('o1')),
      back('C1', [['CD', 1]]),
    ],
  ])('is parked whole when %s', (_, past, command) => {
    const told = past.when(command);

    expect(told.refusal()).toBe('no matching purchase');
    expect(told.types()).toEqual(past.types());
  });

  it('finds a purchase whose order had completed before it was announced, and news of its end counts once', () => {
    const told = given(returns)
      .when(confirmed('o1'))
      .when(confirmed('o1'))
      .when(bought('o1', [['CD', 4, 1000]]))
      .when(confirmed('o1'))
      .when(back('C1', [['CD', 1]]));

    expect(told.types()).toEqual(['purchase.settled', 'purchase.registered', 'return.accepted', 'refund.requested']);
    expect(refunds(told)).toMatchObject([{ amount: 250 }]);
  });

  it('finds nothing of an order that was rejected before it was announced', () => {
    const told = given(returns)
      .when(rejected('o1'))
      .when(bought('o1', [['CD', 4, 1000]]))
      .when(back('C1', [['CD', 1]]));

    expect(told.refusal()).toBe('no matching purchase');
  });

  it('is matched with the newest purchases first, and with several orders when one is not enough', () => {
    const told = completed('old', [['CD', 2, 200]], 1)
      .when(bought('new', [['CD', 2, 800]], 2))
      .when(confirmed('new'))
      .when(back('C1', [['CD', 3]]));

    expect(refunds(told)).toMatchObject([
      { refundId: 'C1:new', amount: 800 },
      { refundId: 'C1:old', amount: 100 },
    ]);
  });

  it('adds up its lines of one SKU, and takes lines of one order in their order', () => {
    const told = completed('o1', [
      ['CD', 1, 100],
      ['CD', 2, 600],
    ]).when(
      back('C1', [
        ['CD', 1],
        ['CD', 1],
      ]),
    );

    expect(refunds(told)).toMatchObject([{ amount: 400, lines: [{ amount: 100 }, { amount: 300 }] }]);
  });

  it('is accepted once, however often it is asked for', () => {
    const command = back('C1', [['CD', 1]]);
    const told = completed('o1', [['CD', 4, 1000]])
      .when(command)
      .when(command);

    expect(told.types().filter((type) => type === 'return.accepted')).toHaveLength(1);
  });

  it('frees its units again when the refund of them is refused', () => {
    const release = ReleaseReturn.of({ customerId: 'c1', returnId: 'C1', orderId: 'o1', reason: 'not held' });
    const told = completed('o1', [['CD', 1, 5]])
      .when(back('C1', [['CD', 1]]))
      .when(release)
      .when(release)
      .when(back('C2', [['CD', 1]]));

    expect(told.types().slice(4)).toEqual(['return.released', 'return.accepted', 'refund.requested']);
    expect(refunds(told)).toMatchObject([{ refundId: 'C1:o1' }, { refundId: 'C2:o1' }]);
  });
});

describe('a return of an order in flight', () => {
  const inFlight = given(returns).when(bought('o1', [['CD', 2, 500]]));

  it('waits when something of the order is kept, and is refunded when the order was confirmed', () => {
    const held = inFlight.when(back('C1', [['CD', 1]]));
    const told = held.when(confirmed('o1')).when(again('C1', [['CD', 1]]));

    expect(held.types().slice(1)).toEqual(['return.held']);
    expect(told.types().slice(2)).toEqual([
      ...['purchase.settled', 'return.reopened', 'return.accepted', 'refund.requested'],
    ]);
  });

  it('is parked when the order was rejected for a reason of its own', () => {
    const told = inFlight
      .when(back('C1', [['CD', 1]]))
      .when(rejected('o1'))
      .when(again('C1', [['CD', 1]]));

    expect(told.refusal()).toBe('no matching purchase');
  });

  it('cancels the order when all of it comes back, and is then settled without a refund', () => {
    const held = inFlight.when(back('C1', [['CD', 2]]));
    const told = held.when(rejected('o1', 'returned as C1')).when(again('C1', [['CD', 2]]));

    expect(held.types().slice(1)).toEqual(['return.held', 'order.cancel']);
    expect(held.data()[2]).toEqual({ orderId: 'o1', reason: 'returned as C1' });
    expect(told.types().slice(3)).toEqual(['purchase.settled', 'return.reopened', 'return.accepted']);
    expect(told.data().at(-1)).toMatchObject({ amount: 0 });
  });

  it('cancels no order of which an earlier return awaits a part', () => {
    const told = inFlight.when(back('C1', [['CD', 1]])).when(back('C2', [['CD', 2]]));

    expect(told.types().slice(1)).toEqual(['return.held', 'return.held']);
  });

  it('is refunded when it could not be cancelled any more', () => {
    const told = inFlight
      .when(back('C1', [['CD', 2]]))
      .when(confirmed('o1'))
      .when(again('C1', [['CD', 2]]));

    expect(refunds(told)).toMatchObject([{ refundId: 'C1:o1', amount: 500 }]);
  });

  it('is not looked at twice for one end of an order', () => {
    const told = inFlight
      .when(back('C1', [['CD', 1]]))
      .when(confirmed('o1'))
      .when(again('C1', [['CD', 1]]));

    expect(
      told
        .when(again('C1', [['CD', 1]]))
        .when(confirmed('o1'))
        .types(),
    ).toEqual(told.types());
  });

  it('gives what was cancelled to no other return', () => {
    const told = inFlight
      .when(back('C1', [['CD', 2]]))
      .when(rejected('o1', 'returned as C1'))
      .when(back('C2', [['CD', 1]]));

    expect(told.refusal()).toBe('no matching purchase');
  });
});

describe('money', () => {
  it('adds up to what was paid, to the cent, in whatever portions a line comes back', () => {
    const portions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(portions, fc.integer({ min: 0, max: 90_071_992_547_409 }), (quantities, amount) => {
        const quantity = quantities.reduce((sum, one) => sum + one, 0);
        const told = quantities.reduce(
          (past, one, index) => past.when(back(`C${index}`, [['CD', one]])),
          completed('o1', [['CD', quantity, amount]]),
        );
        const paid = refunds(told).reduce<number>((sum, one) => sum + (one as { readonly amount: number }).amount, 0);

        expect(paid).toBe(amount);
      }),
    );
  });
});
