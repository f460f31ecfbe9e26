import { describe, it } from '@jest/globals';
import {
  CancelOrder,
  ConfirmOrder,
  OrderCancelRequested,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderReturned,
  PlaceOrder,
  RecordReturn,
  RejectOrder,
} from '../../../lambdas/contracts/orders/order-messages.ts';
import { order } from '../../../lambdas/place-order/order.ts';
import { given } from '../../../lambdas/testing/decider-story.ts';
import { placedOrder } from '../../support/placed-order.ts';

const orderId = 'o1';
const customerId = 'c1';

const placed = OrderPlaced.of(placedOrder());
const confirm = ConfirmOrder.of({ orderId, parcel: 'p1' });
const confirmed = OrderConfirmed.of({ orderId, customerId, parcel: 'p1', total: 1000 });
const reject = RejectOrder.of({ orderId, reason: 'out of stock' });
const rejected = OrderRejected.of({ orderId, customerId, reason: 'out of stock' });
const cancel = CancelOrder.of({ orderId, reason: 'returned as C1' });
const cancelRequested = OrderCancelRequested.of({ orderId, customerId, reason: 'returned as C1' });
const part = {
  ...{ orderId, refundId: 'C1:o1', returnId: 'C1', amount: 500 },
  lines: [{ sku: 'CD', quantity: 1, amount: 500 }],
};
const recordReturn = RecordReturn.of(part);
const returned = OrderReturned.of({ ...part, customerId });

describe('an order', () => {
  it('is placed once, however often it is asked', () => {
    given(order, []).when(PlaceOrder.of(placedOrder())).then(placed);
    given(order, [placed]).when(PlaceOrder.of(placedOrder())).then();
  });

  it('is confirmed once, with customer and total of what was placed', () => {
    given(order, [placed]).when(confirm).then(confirmed);
    given(order, [placed, confirmed]).when(confirm).then();
  });

  it('is rejected once, with the reason', () => {
    given(order, [placed]).when(reject).then(rejected);
    given(order, [placed, rejected]).when(reject).then();
  });

  it('rejects an end that contradicts the one it has', () => {
    given(order, [placed, confirmed])
      .when(reject)
      .thenImpossible(/^order is confirmed$/);
    given(order, [placed, rejected])
      .when(confirm)
      .thenImpossible(/^order is rejected$/);
  });

  it.each([confirm, cancel])('rejects what comes before its beginning: %#', (command) => {
    given(order, [])
      .when(command)
      .thenImpossible(/^order was never placed$/);
  });

  it('asks once that it be given up, as long as it has not ended', () => {
    given(order, [placed]).when(cancel).then(cancelRequested);
    given(order, [placed, cancelRequested]).when(cancel).then();
    given(order, [placed, cancelRequested]).when(reject).then(rejected);
    given(order, [placed, confirmed]).when(cancel).then();
  });

  it('records each refunded part of a return once, when it was confirmed', () => {
    given(order, [placed, confirmed]).when(recordReturn).then(returned);
    given(order, [placed, confirmed, returned]).when(recordReturn).then();
    given(order, [placed])
      .when(recordReturn)
      .thenImpossible(/^order is placed$/);
  });
});
