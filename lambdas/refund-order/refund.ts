import { RestockReturn, StockRestocked } from '../contracts/orders/inventory-messages.ts';
import { RecordReturn } from '../contracts/orders/order-messages.ts';
import { PaidBack, PayBack, PayBackRefused } from '../contracts/orders/payment-messages.ts';
import { RefundRequested, ReleaseReturn } from '../contracts/orders/return-messages.ts';
import { saga } from '../core/saga/saga.ts';

/**
 * From a matched part of a return to money given back, goods in stock and an order that knows it.
 *
 * The money is the pivot: it is refused before anything was done, and nobody takes it back from a customer.
 */
export const refund = saga('refund-order', { startedBy: RefundRequested, version: 1 })
  .pivot('pay-back', {
    send: ({ orderId, refundId, amount }) => PayBack.of({ orderId, refundId, amount }),
    ok: PaidBack,
    refused: PayBackRefused,
  })
  .step('restock', {
    send: ({ orderId, refundId, lines }) =>
      RestockReturn.of({ orderId, refundId, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) }),
    ok: StockRestocked,
  })
  .completes(({ orderId, refundId, returnId, lines, amount }) =>
    RecordReturn.of({ orderId, refundId, returnId, lines, amount }),
  )
  .fails(({ customerId, returnId, orderId }, { reason }) =>
    ReleaseReturn.of({ customerId, returnId, orderId, reason }),
  );
