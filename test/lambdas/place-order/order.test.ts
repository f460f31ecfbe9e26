import { describe, expect, it } from '@jest/globals';
import { ConfirmOrder, PlaceOrder, RejectOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { order } from '../../../lambdas/place-order/order.ts';
import { given } from '../../support/given.ts';
import { placedOrder } from '../../support/placed-order.ts';

const place = PlaceOrder.of(placedOrder());
const confirm = ConfirmOrder.of({ orderId: 'o1', parcel: 'p1' });
const reject = RejectOrder.of({ orderId: 'o1', reason: 'out of stock' });

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
});
