import { OrderReturned } from '../../lambdas/contracts/orders/order-messages.ts';
import type { DataOf } from '../../lambdas/contracts/events/event-type.ts';
import type { EventFacts } from './order-facts.ts';

/** What came back of an order, by the events of its stream. */
export function returnedParts(events: readonly EventFacts[]): readonly DataOf<typeof OrderReturned>[] {
  return events
    .filter(({ type }) => type === OrderReturned.name)
    .map(({ data }) => OrderReturned.parse(data, OrderReturned.version));
}
