import type { Draft } from '../../lambdas/contracts/events/event-type.ts';
import { PlaceOrder } from '../../lambdas/contracts/orders/order-messages.ts';
import { RegisterPurchase, RequestReturn } from '../../lambdas/contracts/orders/return-messages.ts';
import type { Entry } from './order-import.ts';

/**
 * What a client sends for an entry.
 *
 * An order is announced in the ledger of its customer before it is placed: returns go the same way, so one that is sent
 * later finds it there, however long it takes to be fulfilled.
 */
export function messagesOf(entry: Entry): readonly Draft[] {
  if (entry.kind === 'return') {
    return [RequestReturn.of(entry.goods)];
  }
  const { customerId, orderId, placedAt, lines } = entry.order;
  return [RegisterPurchase.of({ customerId, orderId, placedAt, lines }), PlaceOrder.of(entry.order)];
}
