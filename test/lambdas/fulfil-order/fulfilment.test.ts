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
import { placedOrder } from '../../support/placed-order.ts';
import { sagaStory } from '../../support/saga-story.ts';

const orderId = 'o1';
const start = (): ReturnType<typeof sagaStory> => sagaStory(fulfilment, OrderPlaced.of(placedOrder()));
const reserved = StockReserved.of({ orderId });
const charged = PaymentCharged.of({ orderId, amount: 1000 });

describe('fulfilling an order', () => {
  it('reserves, charges, ships and confirms', () => {
    const state = start()
      .expects(ReserveStock)
      .answers(reserved)
      .expects(ChargePayment)
      .answers(charged)
      .expects(ShipOrder)
      .answers(OrderShipped.of({ orderId, parcel: 'p1' }))
      .ends('completed', ConfirmOrder);

    expect(state.results['ship']).toEqual({ orderId, parcel: 'p1' });
  });

  it('releases the stock and rejects when the payment is refused', () => {
    const state = start()
      .expects(ReserveStock)
      .answers(reserved)
      .expects(ChargePayment)
      .answers(PaymentRefused.of({ orderId, reason: 'payment declined' }))
      .expects(ReleaseStock)
      .answers(StockReleased.of({ orderId }))
      .ends('compensated', RejectOrder);

    expect(state.undone).toEqual(['reserve']);
  });

  it('undoes nothing and rejects when the stock is refused', () => {
    const state = start()
      .expects(ReserveStock)
      .answers(StockRefused.of({ orderId, reason: 'out of stock', sku: 'CD' }))
      .ends('compensated', RejectOrder);

    expect(state.undone).toEqual([]);
  });

  it('failure mode 39: ignores a late reply, and the reply to another command', () => {
    start()
      .expects(ReserveStock)
      .ignores(reserved, /must answer the pending command/)
      .answers(reserved);
  });
});
