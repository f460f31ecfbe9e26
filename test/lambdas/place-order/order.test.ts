import { describe, expect, it } from '@jest/globals';
import {
  CancelOrder,
  ConfirmOrder,
  PlaceOrder,
  RecordReturn,
  RejectOrder,
} from '../../../lambdas/contracts/orders/order-messages.ts';
import { order } from '../../../lambdas/place-order/order.ts';
import { given } from '../../support/given.ts';
import { placedOrder } from '../../support/placed-order.ts';

const place = PlaceOrder.of(placedOrder());
const confirm = ConfirmOrder.of({ orderId: 'o1', parcel: 'p1' });
const reject = RejectOrder.of({ orderId: 'o1', reason: 'out of stock' });
const cancel = CancelOrder.of({ orderId: 'o1', reason: 'returned as C1' });
const back = (refundId: string): ReturnType<typeof RecordReturn.of> =>
  RecordReturn.of({
    ...{ orderId: 'o1', refundId, returnId: refundId.split(':', 1).join() },
    ...{ lines: [{ sku: 'CD', quantity: 1, amount: 500 }], amount: 500 },
  });

describe('an order', () => {
  it('is placed once, however often it is asked', () => {
    expect(given(order).when(place).when(place).types()).toEqual(['order.placed']);
  });

  it('is confirmed once, with customer and total of what was placed', () => {
    const told = given(order).when(place).when(confirm).when(confirm);

    expect(told.types()).toEqual(['order.placed', 'order.confirmed']);
    expect(told.data()[1]).toEqual({ orderId: 'o1', customerId: 'c1', parcel: 'p1', total: 1000 });
  });

  it('is rejected once, with the reason', () => {
    const told = given(order).when(place).when(reject).when(reject);

    expect(told.types()).toEqual(['order.placed', 'order.rejected']);
  });

  it('rejects an end that contradicts the one it has', () => {
    expect(given(order).when(place).when(confirm).when(reject).refusal()).toBe('order is confirmed');
    expect(given(order).when(place).when(reject).when(confirm).refusal()).toBe('order is rejected');
  });

  it('rejects an end before its beginning', () => {
    expect(given(order).when(confirm).refusal()).toBe('order was never placed');
  });

  it('asks once that it be given up, as long as it has not ended', () => {
    const told = given(order).when(place).when(cancel).when(cancel).when(reject);

    expect(told.types()).toEqual(['order.placed', 'order.cancel-requested', 'order.rejected']);
    expect(told.data()[1]).toEqual({ orderId: 'o1', customerId: 'c1', reason: 'returned as C1' });
    expect(given(order).when(place).when(confirm).when(cancel).types()).toEqual(['order.placed', 'order.confirmed']);
    expect(given(order).when(cancel).refusal()).toBe('order was never placed');
  });

  it('records each refunded part of a return once, when it was confirmed', () => {
    const told = given(order).when(place).when(confirm).when(back('C1:o1')).when(back('C1:o1')).when(back('C2:o1'));

    expect(told.types().slice(2)).toEqual(['order.returned', 'order.returned']);
    expect(told.data()[2]).toMatchObject({ orderId: 'o1', customerId: 'c1', refundId: 'C1:o1', amount: 500 });
    expect(given(order).when(place).when(back('C1:o1')).refusal()).toBe('order is placed');
  });
});
