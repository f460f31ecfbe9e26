import { describe, expect, it } from '@jest/globals';
import {
  ReleaseStock,
  ReserveStock,
  StockRefused,
  StockReleased,
  StockReserved,
} from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { ConfirmOrder, OrderPlaced, RejectOrder } from '../../../lambdas/contracts/orders/order-messages.ts';
import { ChargePayment, PaymentCharged, PaymentRefused } from '../../../lambdas/contracts/orders/payment-messages.ts';
import { OrderShipped, ShipOrder } from '../../../lambdas/contracts/orders/shipping-messages.ts';
import { fulfilment } from '../../../lambdas/fulfil-order/fulfilment.ts';
import { everyCrash } from '../../../lambdas/testing/every-crash.ts';
import { sagaStory } from '../../../lambdas/testing/saga-story.ts';
import type { SagaStory, ToldStory } from '../../../lambdas/testing/story-script.ts';
import { placedOrder } from '../../support/placed-order.ts';

const orderId = 'o1';
const start = (): SagaStory => sagaStory(fulfilment).given(OrderPlaced.of(placedOrder()));
const reserved = StockReserved.of({ orderId });
const charged = PaymentCharged.of({ orderId, amount: 1000 });
const shipped = OrderShipped.of({ orderId, parcel: 'p1' });

const completed = (): ToldStory =>
  start()
    .expects(ReserveStock)
    .when(reserved)
    .expects(ChargePayment.of({ orderId, customerId: placedOrder().customerId, amount: placedOrder().total }))
    .when(charged)
    .expects(ShipOrder)
    .when(shipped)
    .ends('completed', ConfirmOrder.of({ orderId, parcel: 'p1' }));

const refused = (): ToldStory =>
  start()
    .expects(ReserveStock)
    .when(reserved)
    .expects(ChargePayment)
    .when(PaymentRefused.of({ orderId, reason: 'payment declined' }))
    .expects(ReleaseStock)
    .when(StockReleased.of({ orderId }))
    .ends('compensated', RejectOrder.of({ orderId, reason: 'payment declined' }));

describe('fulfilling an order', () => {
  it('reserves, charges, ships and confirms', () => {
    const { state } = completed();

    expect(state.results['ship']).toEqual({ orderId, parcel: 'p1' });
  });

  it('releases the stock and rejects when the payment is refused', () => {
    const { state } = refused();

    expect(state.undone).toEqual(['reserve']);
  });

  it('undoes nothing and rejects when the stock is refused', () => {
    const { state } = start()
      .expects(ReserveStock)
      .when(StockRefused.of({ orderId, reason: 'out of stock', sku: 'CD' }))
      .ends('compensated', RejectOrder);

    expect(state.undone).toEqual([]);
  });

  it('failure mode 39: ignores the reply to another command', () => {
    start()
      .expects(ReserveStock)
      .ignores(reserved, /must answer a pending command/)
      .when(reserved)
      .expects(ChargePayment);
  });

  it.each([
    ['completed', completed],
    ['refused', refused],
  ])('ends the same when a process dies before or after any request: %s', async (_, story) => {
    const { requests, runs } = await everyCrash(story());

    expect(runs).toBe(2 * requests + 2);
  });
});
