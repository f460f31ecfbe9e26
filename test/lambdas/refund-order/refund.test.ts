import { describe, it } from '@jest/globals';
import { RestockReturn, StockRestocked } from '../../../lambdas/contracts/orders/inventory-messages.ts';
import { RecordReturn } from '../../../lambdas/contracts/orders/order-messages.ts';
import { PaidBack, PayBack, PayBackRefused } from '../../../lambdas/contracts/orders/payment-messages.ts';
import { RefundRequested, ReleaseReturn } from '../../../lambdas/contracts/orders/return-messages.ts';
import { refund } from '../../../lambdas/refund-order/refund.ts';
import { sagaStory } from '../../../lambdas/testing/saga-story.ts';

const ids = { refundId: 'C1:o1', orderId: 'o1' };
const lines = [{ sku: 'CD', quantity: 1, amount: 500 }];
const asked = RefundRequested.of({ ...ids, returnId: 'C1', customerId: 'c1', lines, amount: 500 });

describe('the refund of a part of a return', () => {
  it('given a matched part, when it is paid back and restocked, the order is told', () => {
    sagaStory(refund)
      .given(asked)
      .expects(PayBack.of({ ...ids, amount: 500 }))
      .when(PaidBack.of({ ...ids, amount: 500 }))
      .expects(RestockReturn.of({ ...ids, lines: [{ sku: 'CD', quantity: 1 }] }))
      .when(StockRestocked.of(ids))
      .expects(RecordReturn.of({ ...ids, returnId: 'C1', lines, amount: 500 }))
      .is('completed');
  });

  it('given a matched part, when the money is refused, its units are free again and nothing else was done', () => {
    sagaStory(refund)
      .given(asked)
      .expects(PayBack.of({ ...ids, amount: 500 }))
      .when(PayBackRefused.of({ ...ids, reason: 'less than that is held' }))
      .expects(ReleaseReturn.of({ customerId: 'c1', returnId: 'C1', orderId: 'o1', reason: 'less than that is held' }))
      .is('compensated');
  });
});
