import { OrderShipped, ShipOrder } from '../contracts/orders/shipping-messages.ts';
import { type Decider, again, happened, nothingNew } from '../core/event-store/decider.ts';

const commands = [ShipOrder] as const;
const events = [OrderShipped] as const;

/** Whether an order's parcel is on its way. */
export interface ShipmentState {
  readonly parcel: string | undefined;
  /** The command that sent it. */
  readonly sentBy: string | undefined;
}

/** A shipment: sent once, never taken back; a command that is sent again is answered again. */
export const shipment: Decider<ShipmentState, typeof commands, typeof events> = {
  category: 'shipment',
  initial: { parcel: undefined, sentBy: undefined },
  commands,
  events,
  creates: [ShipOrder],
  decide({ parcel, sentBy }, { id, data: { orderId } }) {
    if (parcel === undefined) {
      return happened(OrderShipped.of({ orderId, parcel: `parcel-${orderId}` }));
    }
    return sentBy === id ? nothingNew() : again(OrderShipped.of({ orderId, parcel }));
  },
  evolve: (_state, { causationid, data: { parcel } }) => ({ parcel, sentBy: causationid }),
};
