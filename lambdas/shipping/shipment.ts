import { OrderShipped, ShipOrder } from '../contracts/orders/shipping-messages.ts';
import { type Decider, happened, nothingNew } from '../core/event-store/decider.ts';

const commands = [ShipOrder] as const;
const events = [OrderShipped] as const;

/** Whether an order's parcel is on its way. */
export interface ShipmentState {
  readonly shipped: boolean;
}

/** A shipment: sent once, never taken back. */
export const shipment: Decider<ShipmentState, typeof commands, typeof events> = {
  category: 'shipment',
  initial: { shipped: false },
  commands,
  events,
  creates: [ShipOrder],
  decide: ({ shipped }, { data: { orderId } }) =>
    shipped ? nothingNew() : happened(OrderShipped.of({ orderId, parcel: `parcel-${orderId}` })),
  evolve: () => ({ shipped: true }),
};
