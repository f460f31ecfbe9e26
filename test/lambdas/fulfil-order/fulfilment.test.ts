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
import type { SagaStory } from '../../../lambdas/testing/story-script.ts';
import { placedOrder } from '../../support/placed-order.ts';

const orderId = 'o1';
const start = (): SagaStory => sagaStory(fulfilment).given(OrderPlaced.of(placedOrder()));
const reserved = StockReserved.of({ orderId });
const charged = PaymentCharged.of({ orderId, amount: 1000 });
const shipped = OrderShipped.of({ orderId, parcel: 'p1' });

describe('fulfilling an order', () => {
  it('reserves, charges, ships and confirms, also when a process dies before or after any request', async () => {
    const { customerId, total } = placedOrder();

    const story = start()
      .expects(ReserveStock)
      .when(reserved)
      .expects(ChargePayment.of({ orderId, customerId, amount: total }))
      .when(charged)
      .expects(ShipOrder)
      .when(shipped)
      .ends('completed', ConfirmOrder.of({ orderId, parcel: 'p1' }));

    expect(story.state.results['ship']).toEqual({ orderId, parcel: 'p1' });
    await everyCrash(story);
  });

  it('releases the stock and rejects when the payment is refused, whenever a process dies', async () => {
    const story = sagaStory(fulfilment)
      .given(OrderPlaced.of(placedOrder()))
      .expects(ReserveStock)
      .when(StockReserved.of({ orderId }))
      .expects(ChargePayment)
      .when(PaymentRefused.of({ orderId, reason: 'payment declined' }))
      .expects(ReleaseStock)
      .when(StockReleased.of({ orderId }))
      .ends('compensated', RejectOrder.of({ orderId, reason: 'payment declined' }));

    expect(story.state.undone).toEqual(['reserve']);
    await everyCrash(story);
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
});
