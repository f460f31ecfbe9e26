import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import * as inventoryMessages from '../../lambdas/contracts/orders/inventory-messages.ts';
import * as orderMessages from '../../lambdas/contracts/orders/order-messages.ts';
import * as paymentMessages from '../../lambdas/contracts/orders/payment-messages.ts';
import * as quoteMessages from '../../lambdas/contracts/orders/quote-messages.ts';
import * as returnMessages from '../../lambdas/contracts/orders/return-messages.ts';
import * as shippingMessages from '../../lambdas/contracts/orders/shipping-messages.ts';
import { inOrder } from './message-types.ts';

/** Every type of the reference application: those that it sends, and those that stay in its streams. */
export const declaredTypes: readonly EventType[] = inOrder(
  [inventoryMessages, orderMessages, paymentMessages, quoteMessages, returnMessages, shippingMessages].flatMap(
    eventTypesOf,
  ),
);

/** The event types that a module exports. */
export function eventTypesOf(module: object): readonly EventType[] {
  return Object.values(module).filter(isEventType);
}

function isEventType(value: unknown): value is EventType {
  return typeof value === 'object' && value !== null && 'keyOf' in value && 'parse' in value && 'version' in value;
}
