import {
  ReleaseStock,
  ReserveStock,
  StockRefused,
  StockReleased,
  StockReserved,
} from '../contracts/orders/inventory-messages.ts';
import { ConfirmOrder, OrderCancelRequested, OrderPlaced, RejectOrder } from '../contracts/orders/order-messages.ts';
import {
  ChargePayment,
  PaymentCharged,
  PaymentRefunded,
  PaymentRefused,
  RefundPayment,
} from '../contracts/orders/payment-messages.ts';
import { OrderShipped, ShipOrder } from '../contracts/orders/shipping-messages.ts';
import { saga } from '../core/saga/saga.ts';

/** From a placed order to a confirmed one, or back to nothing in reverse; until it is being shipped it can be cancelled. */
export const fulfilment = saga('fulfil-order', {
  startedBy: OrderPlaced,
  cancelledBy: OrderCancelRequested,
  version: 1,
})
  .step('reserve', {
    send: ({ orderId, lines }) =>
      ReserveStock.of({ orderId, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) }),
    ok: StockReserved,
    refused: StockRefused,
    undo: { send: ({ orderId }) => ReleaseStock.of({ orderId }), done: StockReleased },
  })
  .step('charge', {
    send: ({ orderId, customerId, total }) => ChargePayment.of({ orderId, customerId, amount: total }),
    ok: PaymentCharged,
    refused: PaymentRefused,
    undo: { send: ({ orderId }) => RefundPayment.of({ orderId }), done: PaymentRefunded },
  })
  .pivot('ship', {
    send: ({ orderId, customerId }) => ShipOrder.of({ orderId, customerId }),
    ok: OrderShipped,
  })
  .completes(({ orderId }, { ship }) => ConfirmOrder.of({ orderId, parcel: ship.parcel }))
  .fails(({ orderId }, { reason }) => RejectOrder.of({ orderId, reason }));
